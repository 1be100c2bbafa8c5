import type { Check } from '../../shared/contract/settings.ts';
import { Failure } from '../../shared/errors.ts';
import type { Command, CommandCall } from './command.ts';
import { argumentsOf } from './readOptions.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Check what this computer has and what is missing',
  usage: '',
  options: {},
  help: [],
  async run(call) {
    argumentsOf(call);
    const report = await ask(call);
    const lines = report.checks.map(
      ({ name, ok, detail, cure }) => `${ok ? 'ok  ' : 'FAIL'}  ${name}: ${detail}${ok || cure === '' ? '' : `\n      ${cure}`}`,
    );
    return { document: report, lines };
  },
};

/** A studio that cannot be opened is a finding too. */
async function ask(call: CommandCall): Promise<{ ok: boolean; checks: Check[] }> {
  try {
    const { client } = await call.studio();
    return await client.system.doctor(undefined, { signal: call.signal });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ok: false, checks: [{ name: 'studio', ok: false, detail: error.message, cure: error.hint }] };
  }
}
