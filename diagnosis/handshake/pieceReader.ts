/** Asks for so many bytes at a time, and says at the end what it was. */
export type Parser<End> = Generator<number, End, Buffer>;

/** Feeds a parser with exactly what it asks for, however the bytes arrive. */
export class PieceReader<End> {
  readonly #parser: Parser<End>;
  /** Nothing, to begin with: that lets the parser say what it wants first. */
  #wanted = 0;
  #pieces: Buffer[] = [];
  #length = 0;

  constructor(parser: Parser<End>) {
    this.#parser = parser;
  }

  push(piece: Buffer): End | undefined {
    this.#pieces.push(piece);
    this.#length += piece.length;
    while (this.#length >= this.#wanted) {
      const step = this.#parser.next(this.#take(this.#wanted));
      if (step.done) return step.value;
      this.#wanted = step.value;
    }
    return undefined;
  }

  /** Joins pieces only when there are enough of them, so that single bytes do not cost the square of their number. */
  #take(count: number): Buffer {
    const [first, ...others] = this.#pieces;
    const all = first !== undefined && others.length === 0 ? first : Buffer.concat(this.#pieces);
    this.#pieces = [all.subarray(count)];
    this.#length -= count;
    return all.subarray(0, count);
  }
}
