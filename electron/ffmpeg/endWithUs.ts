import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Reads "+ id" and "- id"; when its input ends, and it ends with us however we end, it kills what is still on its list.
 * It ignores what a terminal sends to all of a group: on Ctrl-C we still need it.
 */
const WATCH = `trap '' INT TERM HUP
list=' '
while read -r sign id; do
  case $sign in
    +) list="$list$id " ;;
    -) list="\${list%% $id *} \${list#* $id }" ;;
  esac
done
for id in $list; do kill -9 "$id" 2>/dev/null; done`;

let watcher: ChildProcess | null = null;

/**
 * Lets a process end when this one is killed. Without it FFmpeg would go on to its last picture, beside the one that the
 * next start runs for the same work: it does not mind that nobody reads its progress any more.
 * A small shell does it. On Windows there is nothing to do: Node puts its children into a job that ends with it.
 */
export function endWithUs(child: ChildProcess): void {
  const { pid } = child;
  if (process.platform === 'win32' || pid === undefined) return;
  const tell = (sign: '+' | '-'): void => void (watcher ??= startWatcher()).stdin?.write(`${sign} ${pid}\n`);
  tell('+');
  child.once('exit', () => tell('-'));
}

function startWatcher(): ChildProcess {
  const shell = spawn('/bin/sh', ['-c', WATCH], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const forget = (): void => {
    if (watcher === shell) watcher = null;
  };
  shell.once('error', forget).once('exit', forget); // a system without a shell only loses this comfort
  shell.stdin.on('error', forget);
  // We may end while it waits: that is what it waits for.
  shell.unref();
  if ('unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref();
  return shell;
}
