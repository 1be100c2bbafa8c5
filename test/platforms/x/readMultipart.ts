/** The fields of a multipart form; null when it is none. */
export function readMultipart(contentType: string, body: Buffer): Map<string, Buffer> | null {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return null;
  const mark = Buffer.from(`--${boundary}`);
  const fields = new Map<string, Buffer>();
  let at = body.indexOf(mark);
  while (at !== -1) {
    const from = at + mark.length;
    if (body.subarray(from, from + 2).toString() === '--') return fields;
    const headEnd = body.indexOf('\r\n\r\n', from);
    const next = body.indexOf(mark, headEnd);
    if (headEnd === -1 || next === -1) return null;
    const name = /name="([^"]+)"/i.exec(body.subarray(from, headEnd).toString('utf8'))?.[1];
    if (name === undefined) return null;
    fields.set(name, body.subarray(headEnd + 4, next - 2));
    at = next;
  }
  return null;
}
