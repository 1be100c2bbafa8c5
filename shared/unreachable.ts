/** Marks a branch the types rule out, so that adding a case breaks the build where it is not handled. */
export function unreachable(value: never): never {
  throw new Error(`A case was not handled: ${JSON.stringify(value)}`);
}
