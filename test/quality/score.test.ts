import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../shared/contract/renders.ts';
import { contrastOf, luminanceOf, mixOver, parseColour } from '../../shared/quality/contrast.ts';
import { readPlatformRules } from '../../shared/quality/platformRules.ts';
import { PASSING_SCORE, scoreFindings } from '../../shared/quality/score.ts';

const find = (weight: Finding['weight'], code: string): Finding => ({ code, weight, message: '', cure: '', at: null });

test('one problem is enough to send a video back, one warning is not', () => {
  expect(scoreFindings([])).toBe(100);
  expect(scoreFindings([find('problem', 'a')])).toBeLessThan(PASSING_SCORE);
  expect(scoreFindings([find('warning', 'a')])).toBeGreaterThanOrEqual(PASSING_SCORE);
  expect(scoreFindings(['a', 'b', 'c', 'd', 'e'].map((code) => find('warning', code)))).toBeLessThan(PASSING_SCORE);
  expect(scoreFindings([find('note', 'a'), find('note', 'b')])).toBe(100);
});

test('whatever is found, the score stays between 0 and 100, does not depend on the order, and never rises with a finding', () => {
  const finding = fc.record({
    weight: fc.constantFrom('problem' as const, 'warning' as const, 'note' as const),
    code: fc.constantFrom('a', 'b', 'c'),
  });
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 30 }), finding, (found, more) => {
      const findings = found.map(({ weight, code }) => find(weight, code));
      const score = scoreFindings(findings);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
      expect(scoreFindings(findings.toReversed())).toBe(score);
      expect(scoreFindings([...findings, find(more.weight, more.code)])).toBeLessThanOrEqual(score);
    }),
  );
});

test('contrast is that of WCAG 2', () => {
  const ratio = (a: string, b: string): number => contrastOf(luminanceOf(parseColour(a)), luminanceOf(parseColour(b)));
  expect(ratio('#ffffff', '#000000')).toBeCloseTo(21, 5);
  expect(ratio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(ratio('#ff0000', '#ffffff')).toBeCloseTo(4, 1);
  expect(mixOver(parseColour('#00000080'), [255, 255, 255])[0]).toBeCloseTo(127, 0);
});

test('the rules of every platform we ship can be read', () => {
  const rules = readPlatformRules(JSON.parse(readFileSync(new URL('../../resources/platforms.json', import.meta.url), 'utf8')));
  expect(rules.map(({ name }) => name)).toEqual(expect.arrayContaining(['practice', 'tiktok', 'youtube', 'instagram', 'x']));
  expect(() => readPlatformRules({ platforms: { x: {} } })).toThrow();
});
