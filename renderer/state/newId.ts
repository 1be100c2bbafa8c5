/** A fresh id for whatever an edit brings into the document. */
export const newId = (): string => crypto.randomUUID();
