/*
Words: an asset is a media file the studio knows by its content. The shelf is every asset that was not removed. The
original stays where it is and is only read; what we make from it lies in media/<assetId> and can be made again.
*/
import { access, readFile, rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Waveform, type Asset } from '../../shared/contract/assets.ts';
import { Failure } from '../../shared/errors.ts';
import { readTranscript } from '../../shared/transcript/readTranscript.ts';
import { assetFolder } from './assetFolder.ts';
import type { AssetLibrary, AssetLibraryNeeds } from './assetLibrary.ts';
import { createAssetRows, type AssetRow } from './assetRows.ts';
import { followJobs } from './followJobs.ts';
import { hashOriginal, importFile } from './importFile.ts';
import { keepWords, wordsOf } from './keepWords.ts';
import { prepareAsset } from './prepareAsset.ts';
import { resolveMedia } from './resolveMedia.ts';
import { findSidecars, readTranscriptFile } from './sidecar.ts';
import { sourceOf } from './sourceOf.ts';
import { openAiAccess, transcribeAsset } from './transcribeAsset.ts';

const EMPTY: Waveform = { rate: 100, peaks: [], levels: [] };

function refuseSilent(row: AssetRow): void {
  if (!row.hasAudio) throw new Failure('MEDIA_UNSUPPORTED', `${row.name} has no sound to listen to.`, 'Choose a recording with speech.');
}

/** The shelf of recordings. Registers the jobs `asset.prepare` and `asset.transcribe`. */
export function createAssets(needs: AssetLibraryNeeds): AssetLibrary {
  const { read, write, jobs, home, openAi } = needs;
  const rows = createAssetRows(needs);
  jobs.handle(prepareAsset({ ...needs, rows }));
  jobs.handle(transcribeAsset({ ...needs, rows }));

  const closing = new AbortController();
  const following = followJobs({ rows, changes: needs.changes, signal: closing.signal }).catch((error: unknown) => needs.report(error));

  const prepare = ({ id, name }: AssetRow): void => {
    jobs.add({ kind: 'asset.prepare', data: { assetId: id }, title: `Prepare ${name}`, subject: id, uniqueKey: `prepare:${id}` });
  };

  const attachSidecar = async (row: AssetRow): Promise<void> => {
    for (const path of await findSidecars(row.path)) {
      try {
        const { words, notes } = await readTranscriptFile(path, row.seconds);
        keepWords(write, row.id, { list: words, source: basename(path) });
        rows.addNotes(
          row.id,
          notes.map((note) => `${basename(path)}: ${note}`),
        );
        return;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        // a JSON file of the same name is often something else; a subtitle file is meant for us
        if (!path.toLowerCase().endsWith('.json')) rows.addNotes(row.id, [`${basename(path)} beside it was not used: ${error.message}`]);
      }
    }
  };

  const importPath = async (path: string, signal: AbortSignal): Promise<{ asset: Asset; known: boolean }> => {
    const { assetId, known } = await importFile(path, { ...needs, rows, signal });
    const row = rows.get(assetId);
    if (row.transcriptState === 'none' && row.kind !== 'image') await attachSidecar(row);
    if (row.state !== 'ready' || (row.kind === 'video' && !row.hasProxy)) {
      if (row.state === 'broken') rows.patch(assetId, { state: 'importing', problem: null });
      prepare(row);
    }
    return { asset: await rows.announce(assetId), known };
  };

  return {
    sourceInfo: (assetId) => sourceOf(home, rows.get(assetId)),
    resolveMedia: (path) => resolveMedia(path, { rows, home }),
    importPath: (path, signal = new AbortController().signal) => importPath(path, signal),
    async close() {
      closing.abort();
      await following;
    },
    service: {
      list: () => rows.list(),
      get: ({ assetId }) => rows.toAsset(rows.get(assetId)),
      import: ({ path }, { signal }) => importPath(path, signal),
      async waveform({ assetId }) {
        const row = rows.get(assetId);
        const { waveform } = assetFolder(home, assetId);
        const stored = await readFile(waveform, 'utf8').catch(() => null); // not made yet, or nothing to hear
        if (stored === null) return EMPTY;
        try {
          return Waveform.parse(JSON.parse(stored));
        } catch {
          await rm(waveform, { force: true }); // damaged on the disk: it is made again, with what else may be
          rows.patch(assetId, { hasWaveform: false });
          prepare(row);
          return EMPTY;
        }
      },
      words: ({ assetId }) => wordsOf(read, rows.get(assetId).id),
      async attachTranscript({ assetId, path, name, text }) {
        const row = rows.get(assetId);
        if (row.kind === 'image')
          throw new Failure('TRANSCRIPT_BROKEN', 'A picture has no speech.', 'Attach the transcript to a recording.');
        if (path === undefined && text === undefined)
          throw new Failure('TRANSCRIPT_BROKEN', 'No transcript was given.', 'Give a file or its text.');
        const found = text === undefined ? await readTranscriptFile(resolve(path ?? ''), row.seconds) : readTranscript(text, row.seconds);
        keepWords(write, assetId, { list: found.words, source: name ?? (path === undefined ? 'text' : basename(path)) });
        await rows.announce(assetId);
        return { words: found.words.length, notes: found.notes };
      },
      async transcribe({ assetId, engine, language }) {
        const row = rows.get(assetId);
        refuseSilent(row);
        if (engine === 'openai') await openAiAccess(openAi);
        else if (!needs.settings().whisperCli)
          throw new Failure('REFUSED', 'No whisper program is set.', 'Name program and model in Settings.');
        const job = jobs.add({
          kind: 'asset.transcribe',
          data: { assetId, engine, ...(language === undefined ? {} : { language }) },
          title: `Listen to ${row.name}`,
          subject: assetId,
          uniqueKey: `transcribe:${assetId}`,
        });
        rows.patch(assetId, { transcriptState: 'working', transcriptProblem: null });
        await rows.announce(assetId);
        return job;
      },
      async transcriptionOptions({ assetId }) {
        const row = rows.get(assetId);
        const silent = row.hasAudio ? null : 'It has no sound.';
        const keyProblem = await openAiAccess(openAi).then(
          () => null,
          (error: unknown) => (error instanceof Failure ? `${error.message} ${error.hint}` : Promise.reject(error)),
        );
        const whisper = needs.settings().whisperCli;
        const missing = whisper ? await missingOf([whisper.binary, whisper.model]) : 'Name program and model in Settings.';
        const costUsd = Math.ceil((row.seconds / 60) * needs.usdPerMinute * 10_000) / 10_000;
        return [
          { engine: 'openai' as const, ready: (silent ?? keyProblem) === null, costUsd, why: silent ?? keyProblem },
          { engine: 'whisper-cli' as const, ready: (silent ?? missing) === null, costUsd: 0, why: silent ?? missing },
        ];
      },
      async relink({ assetId, path }, { signal }) {
        const row = rows.get(assetId);
        const { hash } = await hashOriginal(resolve(path), signal).catch((error: unknown) => {
          // the contract of relink knows two failures: nothing usable there, or something else there
          if (error instanceof Failure && error.code !== 'NOT_FOUND')
            throw new Failure('MEDIA_CHANGED', error.message, error.hint, { cause: error });
          throw error;
        });
        if (hash !== row.hash)
          throw new Failure(
            'MEDIA_CHANGED',
            `${basename(path)} is not ${row.name}: its content is different.`,
            'Choose the same file, or import this one as new.',
          );
        rows.patch(assetId, { path: resolve(path) });
        if (row.state !== 'ready') prepare(row);
        return rows.announce(assetId);
      },
      remove({ assetId }) {
        const row = rows.get(assetId);
        const users = needs.usedBy(assetId);
        if (users.length > 0)
          throw new Failure(
            'CONFLICT',
            `${row.name} is used in ${users.map((title) => `“${title}”`).join(', ')}.`,
            'Take it out there first, or remove those projects.',
          );
        rows.patch(assetId, { removedAt: needs.now().getTime() });
        return rows.announce(assetId);
      },
      restore({ assetId }) {
        const row = rows.get(assetId);
        rows.patch(assetId, { removedAt: null });
        if (row.state !== 'ready') prepare(row);
        return rows.announce(assetId);
      },
    },
  };
}

async function missingOf(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (!there) return `${path} is not there. Correct it in Settings.`;
  }
  return null;
}
