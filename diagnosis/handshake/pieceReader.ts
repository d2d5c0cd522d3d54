/** Asks for so many bytes at a time, and says at the end what it was. */
export type Parser<End> = Generator<number, End, Buffer>;

/** Feeds a parser with exactly what it asks for, however the bytes arrive. */
export class PieceReader<End> {
  readonly #parser: Parser<End>;
  /** Nothing, to begin with: that lets the parser say what it wants first. */
  #wanted = 0;
  /** What has arrived and is not taken stands from `#start` to `#end`. */
  #bytes = Buffer.alloc(0);
  #start = 0;
  #end = 0;

  constructor(parser: Parser<End>) {
    this.#parser = parser;
  }

  push(piece: Buffer): End | undefined {
    this.#append(piece);
    while (this.#end - this.#start >= this.#wanted) {
      const taken = this.#bytes.subarray(this.#start, this.#start + this.#wanted);
      this.#start += this.#wanted;
      const step = this.#parser.next(taken);
      if (step.done) return step.value;
      this.#wanted = step.value;
    }
    return undefined;
  }

  /**
   * Copies into one buffer that grows by doubling: a stranger who sends single bytes costs what he sends, not an object
   * for each. What was taken stays as it is, since nothing is written twice.
   */
  #append(piece: Buffer): void {
    if (this.#end + piece.length > this.#bytes.length) {
      const waiting = this.#bytes.subarray(this.#start, this.#end);
      this.#bytes = Buffer.allocUnsafeSlow(Math.max(leastRoom, 2 * (waiting.length + piece.length)));
      this.#start = 0;
      this.#end = waiting.copy(this.#bytes);
    }
    this.#end += piece.copy(this.#bytes, this.#end);
  }
}

/** In bytes; room for a short flight. */
const leastRoom = 4096;
