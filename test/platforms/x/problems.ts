import type { Reply } from '../kit/openSimulator.ts';

const about = (type: string): string => `https://api.x.com/2/problems/${type}`;

/** X's problem documents. */
export const problem = (status: number, title: string, detail: string, type = 'about:blank', more: object = {}): Reply => ({
  status,
  body: { title, detail, type: type === 'about:blank' ? type : about(type), status, ...more },
});

export const invalidRequest = (message: string, parameters: Record<string, readonly string[]> = {}): Reply => ({
  status: 400,
  body: {
    errors: [{ parameters, message }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: about('invalid-request'),
  },
});

export const unauthorized = problem(401, 'Unauthorized', 'Unauthorized');
export const bareForbidden = problem(403, 'Forbidden', 'Forbidden');
export const notFound = (value: string, parameter: string): Reply =>
  problem(404, 'Not Found Error', `Could not find resource with ${parameter}: [${value}].`, 'resource-not-found', { parameter, value });
export const oauthProblem = (status: number, error: string, error_description: string): Reply => ({
  status,
  body: { error, error_description },
});
