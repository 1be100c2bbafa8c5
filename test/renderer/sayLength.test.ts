import { expect, test } from 'vitest';
import { sayLength } from '../../renderer/words/sayLength.ts';

test('a length is said in hours, minutes and seconds, and what is zero is left out', () => {
  expect([43_200, 600, 140, 59.9, 3_661, 0].map(sayLength)).toEqual(['12 h', '10 min', '2 min 20 s', '59 s', '1 h 1 min 1 s', '0 s']);
});
