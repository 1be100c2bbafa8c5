import { Failure } from '../errors.ts';
import { checkDocument } from './checkDocument.ts';
import { DOCUMENT_VERSION, Timeline } from './document.ts';
import { layOutJson } from './layOutJson.ts';
import { listUnknownFields } from './listUnknownFields.ts';
import { mendDocument } from './mendDocument.ts';

/** How a project file says what it is. */
const KIND = 'project';
/** Deeper than any document goes; a file beyond it is not read any further. */
const DEEPEST = 64;

/** A document as an open project file: JSON that a person can read, the same text for the same document. */
export function writeProjectFile(timeline: Timeline): string {
  const { version, ...fields } = Timeline.parse(timeline); // parsing also puts the fields in the order of the schema
  return `${layOutJson({ tidereel: version, kind: KIND, ...fields })}\n`;
}

/**
 * Reads a project file. `notes` say, in sentences, what was mended and which unknown fields were left out.
 * @throws Failure PROJECT_NEWER, or PROJECT_BROKEN naming the place, like "tracks[0].clips[3].start".
 */
export function readProjectFile(text: string): { timeline: Timeline; notes: string[] } {
  const raw = parseText(text.replace(/^\uFEFF/, ''));
  const { tidereel, kind, version: _, ...fields } = raw;
  if (typeof tidereel !== 'number' || (kind !== undefined && kind !== KIND)) throw broken('This is not a Tidereel project file');
  if (tidereel > DOCUMENT_VERSION) {
    throw new Failure(
      'PROJECT_NEWER',
      `This project file was made by a newer Tidereel (format ${tidereel}; this one reads up to ${DOCUMENT_VERSION}). Nothing was changed.`,
      'Update Tidereel, then import the file again.',
    );
  }
  const parsed = Timeline.safeParse({ ...fields, version: tidereel });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw broken(`The project file is damaged at ${placeOf(issue?.path ?? [])}: ${lowerFirst(issue?.message ?? 'it cannot be read')}`);
  }
  const unknown = listUnknownFields(fields, parsed.data);
  const mended = mendDocument(parsed.data);
  const [problem] = checkDocument(mended.timeline);
  if (problem !== undefined) throw broken(`The project file is damaged at ${problem}`);
  return { timeline: mended.timeline, notes: [...unknown.map((place) => `The unknown field ${place} was left out.`), ...mended.notes] };
}

function parseText(text: string): Record<string, unknown> {
  if (isNestedDeeper(text, DEEPEST)) throw broken('The project file is nested far deeper than any project');
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw broken(text.trim() === '' ? 'The project file is empty' : 'The project file is not whole JSON', cause);
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw broken('This is not a Tidereel project file');
  return raw as Record<string, unknown>; // an object out of JSON has string keys only
}

/** Counts brackets outside of strings, before anything is built from the text. */
function isNestedDeeper(text: string, deepest: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
      continue;
    }
    if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > deepest) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
}

function broken(what: string, cause?: unknown): Failure {
  return new Failure('PROJECT_BROKEN', `${what}. Nothing was changed.`, 'Use another copy of the file, or repair it at the place named.', {
    cause,
  });
}

function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return place.replace(/^\./, '') || 'its beginning';
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
