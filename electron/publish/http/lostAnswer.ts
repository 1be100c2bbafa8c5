/** No whole answer came. `question` says whether the platform may have acted on it all the same. */
export class LostAnswer extends Error {
  override readonly name = 'LostAnswer';
  readonly host: string;
  readonly question: 'never-arrived' | 'unknown';
  constructor(host: string, question: 'never-arrived' | 'unknown', options?: { cause?: unknown }) {
    super(question === 'never-arrived' ? `${host} could not be reached` : `the answer of ${host} was lost`, options);
    this.host = host;
    this.question = question;
  }
}
