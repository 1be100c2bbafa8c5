import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FfmpegFailed } from '../../electron/ffmpeg/runFfmpeg.ts';
import { decodeText } from '../../electron/files/decodeText.ts';
import { hashFile } from '../../electron/files/hashFile.ts';
import { writeFailure } from '../../electron/files/writeFailure.ts';
import { writeWhole } from '../../electron/files/writeWhole.ts';
import { tempFolder } from './openLibrary.ts';

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

test.each([
  [systemError('ENOSPC'), 'DISK_FULL'],
  [systemError('EDQUOT'), 'DISK_FULL'],
  [systemError('EROFS'), 'FOLDER_READ_ONLY'],
  [systemError('EACCES'), 'FOLDER_READ_ONLY'],
  [systemError('EPERM'), 'FOLDER_READ_ONLY'],
  [new FfmpegFailed({ code: 1, stderr: 'av_interleaved_write_frame(): No space left on device\n' }), 'DISK_FULL'],
  [new FfmpegFailed({ code: 1, stderr: 'out.mp4: Read-only file system\n' }), 'FOLDER_READ_ONLY'],
  [new FfmpegFailed({ code: 1, stderr: '/root/out.mp4: Permission denied\n' }), 'FOLDER_READ_ONLY'],
  [new FfmpegFailed({ code: 1, stderr: 'Invalid data found when processing input\n' }), undefined],
  [systemError('ENOENT'), undefined],
  ['text', undefined],
])('%s is %s', (error, code) => {
  expect(writeFailure(error, '/some/folder')?.code).toBe(code);
});

test.runIf(process.platform === 'linux')('a really full device is a full disk', async () => {
  await using full = await open('/dev/full', 'w');
  const error: unknown = await full.writeFile('x').catch((caught: unknown) => caught);
  expect(writeFailure(error, '/dev')).toMatchObject({ code: 'DISK_FULL', message: expect.stringContaining('/dev') });
});

test('a file is replaced whole, and nothing else stays in the folder', async () => {
  await using temp = await tempFolder();
  const path = join(temp.path, 'deep', 'file.json');
  await writeWhole(path, 'first');
  await writeWhole(path, new TextEncoder().encode('second'));
  expect(await readFile(path, 'utf8')).toBe('second');
  expect(await readdir(join(temp.path, 'deep'))).toEqual(['file.json']);
});

test('a write that fails leaves the old content and no part file', async () => {
  await using temp = await tempFolder();
  const path = join(temp.path, 'file.json');
  await mkdir(path); // a folder of that name: the last step, the rename, fails
  await writeFile(join(path, 'inside'), 'kept');
  await expect(writeWhole(path, 'new')).rejects.toThrow();
  expect(await readdir(temp.path)).toEqual(['file.json']);
  expect(await readFile(join(path, 'inside'), 'utf8')).toBe('kept');
});

test('a hash is the SHA-256 of the bytes', async () => {
  await using temp = await tempFolder();
  await writeFile(join(temp.path, 'abc'), 'abc');
  expect(await hashFile(join(temp.path, 'abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

const german = 'Schöne Grüße aus Köln – für alle, die früh übten. '.repeat(4).trim();
const latin1 = (text: string): Uint8Array => Uint8Array.from(text.replaceAll('–', '-'), (letter) => letter.codePointAt(0) ?? 0);

test.each([
  ['UTF-8', new TextEncoder().encode(german), german],
  ['UTF-8 with a mark', new TextEncoder().encode(`\ufeff${german}`), german],
  ['UTF-16 LE with a mark', Buffer.from(`\ufeff${german}`, 'utf16le'), german],
  ['UTF-16 BE with a mark', Buffer.from(`\ufeff${german}`, 'utf16le').swap16(), german],
  ['UTF-16 LE without', Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nHello\n', 'utf16le'), '1\n00:00:01,000 --> 00:00:02,000\nHello\n'],
  ['Windows-1252', latin1(german), german.replaceAll('–', '-')],
  [
    'Windows-1251',
    Uint8Array.from([
      0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x2c, 0x20, 0xec, 0xe8, 0xf0, 0x21, 0x20, 0xca, 0xe0, 0xea, 0x20, 0xe4, 0xe5, 0xeb, 0xe0, 0x3f,
    ]),
    'Привет, мир! Как дела?',
  ],
])('text in %s is read', (_name, bytes, expected) => {
  expect(decodeText(bytes).text).toBe(expected);
});
