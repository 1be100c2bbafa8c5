/**
 * Closes cleanly on Ctrl-C or a request to end. A second one ends at once: nothing is lost by that, the next start goes on
 * where this one stopped.
 */
export function closeOnSignal(close: () => Promise<void>): void {
  let asked = false;
  const end = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(signal === 'SIGINT' ? 130 : 143);
    asked = true;
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`The studio did not close cleanly: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
