import { createReadStream } from 'node:fs';
import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import { z } from 'zod';
import { Failure } from '../../shared/errors.ts';
import { punctuate } from '../../shared/transcript/punctuate.ts';
import { GiveUp, TryLater } from '../jobs/types.ts';

/** What a listening engine heard: times in seconds from the start of the piece it was given. */
export const Heard = z.array(z.object({ text: z.string(), start: z.number(), end: z.number() }));
export type Heard = z.infer<typeof Heard>;

/** Only whisper-1 tells when each word was said. */
const MODEL = 'whisper-1';
const LEAST_WAIT_MS = 20_000;
const MOST_WAIT_MS = 15 * 60_000;
const TIMEOUT_MS = 10 * 60_000;

const Answer = z.object({
  words: z.array(z.object({ word: z.string(), start: z.number(), end: z.number() })).default([]),
  segments: z.array(z.object({ text: z.string() })).default([]),
});

function waitUntil(error: APIError, now: Date): Date {
  const header: unknown = error.headers instanceof Headers ? error.headers.get('retry-after') : null;
  const seconds = typeof header === 'string' && /^\d+(\.\d+)?$/.test(header) ? Number(header) : 0;
  return new Date(now.getTime() + Math.min(MOST_WAIT_MS, Math.max(LEAST_WAIT_MS, seconds * 1000)));
}

/**
 * OpenAI's errors in our few kinds: wait, give up for good, or fail this attempt.
 * What was heard before is saved by the job and never paid for again.
 */
function translate(error: unknown, now: Date): unknown {
  const giveUp = (code: 'KEY_MISSING' | 'PROVIDER_FAILED', message: string, hint: string): GiveUp =>
    new GiveUp(message, { cause: new Failure(code, message, hint, { cause: error }) });
  if (error instanceof APIConnectionError)
    return new Failure('PROVIDER_FAILED', 'OpenAI could not be reached. What was heard so far is kept.', 'Check the internet connection.', {
      cause: error,
    });
  if (!(error instanceof APIError) || error.status === undefined) return error;
  if (error.status === 401 || error.status === 403)
    return giveUp('KEY_MISSING', 'OpenAI refused the key. What was heard so far is kept.', 'Enter a valid OpenAI key in Settings.');
  if (error.code === 'insufficient_quota')
    return giveUp(
      'PROVIDER_FAILED',
      'The OpenAI account has no credit left. What was heard so far is kept.',
      'Add credit at OpenAI, then run it again.',
    );
  if (error.status === 429 || error.status >= 500) return new TryLater(waitUntil(error, now), 'OpenAI asks to wait');
  return giveUp(
    'PROVIDER_FAILED',
    `OpenAI did not accept the sound: ${error.message}`,
    'Try the local whisper program, or another recording.',
  );
}

export type OpenAiAccess = { readonly apiKey: string; readonly baseUrl: string };

/**
 * Sends one sound file of at most 25 MB and answers its words with punctuation.
 * @throws TryLater when OpenAI asks to wait, GiveUp when it never will, Failure PROVIDER_FAILED when it cannot be reached.
 */
export async function listenWithOpenAi(
  { file, language }: { file: string; language: string | undefined },
  { apiKey, baseUrl }: OpenAiAccess,
  { signal, now }: { signal: AbortSignal; now: () => Date },
): Promise<Heard> {
  // one hit each: the queue retries, and counts what it costs
  const client = new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0, timeout: TIMEOUT_MS });
  try {
    const answer: unknown = await client.audio.transcriptions.create(
      {
        file: createReadStream(file),
        model: MODEL,
        response_format: 'verbose_json',
        timestamp_granularities: ['word', 'segment'],
        ...(language === undefined ? {} : { language }),
      },
      { signal },
    );
    const { words, segments } = Answer.parse(answer);
    const plain = words.map(({ word, start, end }) => ({ text: word.trim(), start, end }));
    return punctuate(plain, segments.map(({ text }) => text).join(' '));
  } catch (error) {
    if (error instanceof APIUserAbortError) signal.throwIfAborted();
    throw translate(error, now());
  }
}
