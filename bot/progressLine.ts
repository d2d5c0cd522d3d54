import type { Writable } from 'node:stream';
import type { Translate } from '../cards/texts.ts';
import type { Stage } from '../diagnosis/index.ts';

/** To the beginning of the line, and erase it (ECMA-48: CR, EL). */
const blank = '\r\u001b[K';

/** One line of a terminal that says what a check waits for, until it is erased. */
export function progressLine(terminal: Writable, t: Translate) {
  let written = false;
  return {
    show(stage: Stage) {
      terminal.write(`${blank}${t(`commandLine.progress.${stage}`)}`);
      written = true;
    },
    erase() {
      if (written) terminal.write(blank);
    },
  };
}
