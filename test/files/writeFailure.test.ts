import { expect, test } from 'vitest';
import { FfmpegFailed } from '../../electron/ffmpeg/runFfmpeg.ts';
import { diskFailure } from '../../electron/files/writeFailure.ts';

const systemError = (code: string): Error => Object.assign(new Error(code), { code, path: '/data/tmp/captions.ass' });

test('a full disk is told of wherever it shows, with the folder that has no room', () => {
  expect(diskFailure(systemError('ENOSPC'))).toMatchObject({ code: 'DISK_FULL', message: expect.stringContaining('/data/tmp') });
  expect(diskFailure(new FfmpegFailed({ code: 1, stderr: 'av_interleaved_write_frame(): No space left on device' }))?.code).toBe(
    'DISK_FULL',
  );
  expect(diskFailure(systemError('EROFS'))?.code).toBe('FOLDER_READ_ONLY');
});

test('what may as well come from reading is not taken for trouble with writing', () => {
  expect(diskFailure(systemError('EACCES'))).toBeNull();
  expect(diskFailure(new FfmpegFailed({ code: 1, stderr: 'film.mp4: Permission denied' }))).toBeNull();
  expect(diskFailure(new Error('something else'))).toBeNull();
});
