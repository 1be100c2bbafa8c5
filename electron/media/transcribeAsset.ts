import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TranscriptEngine, Waveform } from '../../shared/contract/assets.ts';
import { Failure } from '../../shared/errors.ts';
import type { Word } from '../../shared/timeline/document.ts';
import { tidyWords } from '../../shared/transcript/tidyWords.ts';
import { GiveUp, TryLater, type JobHandler, type JobTools } from '../jobs/types.ts';
import type { WriteDb } from '../store/handles.ts';
import { assetFolder } from './assetFolder.ts';
import type { AssetLibraryNeeds, MediaSource } from './assetLibrary.ts';
import type { AssetRows } from './assetRows.ts';
import { extractSpeech } from './extractSpeech.ts';
import { keepWords } from './keepWords.ts';
import { makeWaveform } from './makeWaveform.ts';
import { Heard, listenWithOpenAi, type OpenAiAccess } from './openAiEngine.ts';
import { planPieces } from './planPieces.ts';
import { sourceOf } from './sourceOf.ts';
import { listenWithWhisperCli } from './whisperCliEngine.ts';

/** OpenAI takes 25 MB; ten minutes of our sound are 5 MB, so a lost answer costs ten minutes at most. */
const LONGEST_PIECE = 600;
const ATTEMPTS = 5;
/** Times we wait because we were asked to, before it counts as a failure. */
const MOST_WAITS = 30;

export const TranscribeData = z.object({ assetId: z.string(), engine: TranscriptEngine, language: z.string().optional() });
type TranscribeData = z.infer<typeof TranscribeData>;

const Saved = z.object({
  /** Where the recording was cut; kept, so that a second start asks for the same pieces. */
  pieces: z.array(z.object({ start: z.number(), end: z.number() })),
  /** What was heard of the first pieces. */
  heard: z.array(Heard),
  waits: z.int(),
});

type Needs = Pick<AssetLibraryNeeds, 'home' | 'ffmpeg' | 'settings' | 'openAi' | 'now'> & {
  readonly rows: AssetRows;
  readonly write: WriteDb;
  /** Longest piece that is sent at once, seconds. */
  readonly longestPiece?: number;
};

/**
 * The key to listen with.
 * @throws Failure KEY_MISSING; SECRETS_LOCKED when the store cannot be opened.
 */
export async function openAiAccess(openAi: AssetLibraryNeeds['openAi']): Promise<OpenAiAccess> {
  const found = await openAi.key();
  if (found) return { apiKey: found.apiKey, baseUrl: found.baseUrl ?? openAi.baseUrl };
  throw new Failure(
    'KEY_MISSING',
    'Listening with OpenAI needs a key, and none is stored.',
    'Enter an OpenAI key in Settings, or attach a transcript file.',
  );
}

async function readWaveform(source: MediaSource, path: string, tools: Parameters<typeof makeWaveform>[2]): Promise<Waveform> {
  const stored = await readFile(path, 'utf8').catch(() => null);
  if (stored === null) await makeWaveform(source, path, tools);
  return Waveform.parse(JSON.parse(stored ?? (await readFile(path, 'utf8'))));
}

/** Listens piece by piece; what was paid for is saved before the next piece is sent. */
async function hearOnline(source: MediaSource, data: TranscribeData, needs: Needs, tools: JobTools): Promise<Word[]> {
  const { signal } = tools;
  const ffmpeg = await needs.ffmpeg();
  const access = await openAiAccess(needs.openAi);
  let saved = Saved.safeParse(tools.saved).data;
  if (!saved) {
    const waveform = await readWaveform(source, assetFolder(needs.home, data.assetId).waveform, {
      ffmpeg,
      signal,
      progress: () => undefined,
    });
    saved = { pieces: planPieces(waveform, source.seconds, needs.longestPiece ?? LONGEST_PIECE), heard: [], waits: 0 };
    tools.save(saved);
  }
  for (const [index, piece] of saved.pieces.entries()) {
    if (index < saved.heard.length) continue;
    tools.progress(index / saved.pieces.length, `Listening, part ${index + 1} of ${saved.pieces.length}`);
    const file = join(needs.home, 'tmp', `speech-${tools.jobId}-${index}.m4a`);
    try {
      await extractSpeech({ path: source.path, piece, file, codec: 'm4a' }, { ffmpeg, signal });
      const heard = await listenWithOpenAi({ file, language: data.language }, access, { signal, now: needs.now });
      saved = { ...saved, heard: [...saved.heard, heard] };
      tools.save(saved);
    } catch (error) {
      if (error instanceof TryLater) {
        if (saved.waits >= MOST_WAITS) {
          const words = 'OpenAI has asked to wait too often. What was heard so far is kept.';
          throw new GiveUp(words, { cause: new Failure('PROVIDER_FAILED', words, 'Run it again later.', { cause: error }) });
        }
        tools.save({ ...saved, waits: saved.waits + 1 });
      }
      throw error;
    } finally {
      await rm(file, { force: true });
    }
  }
  const { pieces, heard } = saved;
  const stitched = heard.flatMap((words, index) => {
    const { start, end } = pieces[index] ?? { start: 0, end: 0 };
    return words.map((word) => ({ text: word.text, start: start + word.start, end: Math.min(end, start + word.end) }));
  });
  return tidyWords(stitched, source.seconds);
}

async function hearHere(source: MediaSource, data: TranscribeData, needs: Needs, tools: JobTools): Promise<Word[]> {
  const whisper = needs.settings().whisperCli;
  if (!whisper) throw new Failure('REFUSED', 'No whisper program is set.', 'Name program and model in Settings.');
  const wav = join(needs.home, 'tmp', `speech-${tools.jobId}.wav`);
  try {
    tools.progress(0, 'Taking out the sound');
    const whole = { start: 0, end: source.seconds };
    await extractSpeech(
      { path: source.path, piece: whole, file: wav, codec: 'wav' },
      { ffmpeg: await needs.ffmpeg(), signal: tools.signal },
    );
    const progress = (share: number): void => tools.progress(0.05 + share * 0.95, 'Listening on this computer');
    return await listenWithWhisperCli(
      whisper,
      { wav, seconds: source.seconds, language: data.language },
      { signal: tools.signal, progress },
    );
  } finally {
    await rm(wav, { force: true });
  }
}

/** Failures that another attempt cannot mend. */
const FINAL = new Set(['KEY_MISSING', 'REFUSED', 'MEDIA_MISSING', 'TRANSCRIPT_BROKEN', 'SECRETS_LOCKED']);

/** Turns speech into words, online or on this computer, and stores them with the asset. */
export function transcribeAsset(needs: Needs): JobHandler<TranscribeData> {
  const { rows, write, home } = needs;
  return {
    kind: 'asset.transcribe',
    data: TranscribeData,
    attempts: ATTEMPTS,
    missed: 'run-late',
    missedAfterMs: Number.MAX_SAFE_INTEGER,
    async run(data, tools) {
      const row = rows.find(data.assetId);
      if (!row || row.removedAt !== null) return { words: 0 };
      rows.patch(row.id, { transcriptState: 'working', transcriptProblem: null });
      await rows.announce(row.id);
      try {
        const source = sourceOf(home, row);
        const list = data.engine === 'openai' ? await hearOnline(source, data, needs, tools) : await hearHere(source, data, needs, tools);
        if (list.length === 0)
          throw new Failure('TRANSCRIPT_BROKEN', `No speech was heard in ${row.name}.`, 'Check the sound, or attach a transcript file.');
        keepWords(write, row.id, { list, source: data.engine === 'openai' ? 'OpenAI whisper-1' : 'whisper.cpp on this computer' });
        await rows.announce(row.id);
        return { words: list.length };
      } catch (error) {
        tools.signal.throwIfAborted();
        const failure = error instanceof Failure ? error : error instanceof GiveUp && error.cause instanceof Failure ? error.cause : null;
        const final = error instanceof GiveUp || (failure !== null && FINAL.has(failure.code)) || tools.attempt >= ATTEMPTS;
        if (error instanceof TryLater || !final) throw error;
        const problem = failure ? `${failure.message} ${failure.hint}` : 'Listening failed.';
        rows.patch(row.id, { transcriptState: 'failed', transcriptProblem: problem });
        await rows.announce(row.id);
        throw error instanceof GiveUp ? error : new GiveUp(problem, { cause: error });
      }
    },
  };
}
