/** The start is refused. The message has a line for each problem, naming the variable and what it accepts. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The configuration is wrong:', ...problems].join('\n  '));
    this.problems = problems;
  }
}

/**
 * Hands the variables of `env` to `read` and returns what it makes of them, deeply frozen.
 * Throws `ConfigurationError` with everything that was refused on the way, not only the first problem.
 */
export function readEnvironment<T>(env: NodeJS.ProcessEnv, read: (environment: Environment) => T): T {
  const environment = new Environment(env);
  const settings = read(environment);
  if (environment.problems.length > 0) throw new ConfigurationError(environment.problems);
  return deepFreeze(settings);
}

/**
 * Variables by name. An empty or blank one counts as unset, as `NAME=` in a file of variables means it.
 * A wrong value is noted in `problems` and the reader gets the fallback, so that reading goes on.
 */
export class Environment {
  readonly problems: string[] = [];
  readonly #variables: NodeJS.ProcessEnv;

  constructor(variables: NodeJS.ProcessEnv) {
    this.#variables = variables;
  }

  text(name: string): string | undefined {
    return this.#variables[name]?.trim() || undefined;
  }

  wholeNumber(name: string, limits: { fallback: number; least: number; most: number }): number {
    const { fallback, least, most } = limits;
    const given = this.text(name);
    if (given === undefined) return fallback;
    const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
    if (value >= least && value <= most) return value;
    this.refuse(name, `a whole number from ${least} to ${most}`, given);
    return fallback;
  }

  /** Upper and lower case are the same, as for the SDK; the result is spelled as in `choices`. */
  choice<Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice {
    const given = this.text(name);
    if (given === undefined) return fallback;
    const chosen = choices.find((choice) => choice.toLowerCase() === given.toLowerCase());
    if (chosen === undefined) this.refuse(name, choices.join(', '), given);
    return chosen ?? fallback;
  }

  refuse(name: string, accepts: string, given: string): void {
    this.problems.push(`${name} accepts ${accepts}; got ${JSON.stringify(given)}.`);
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
