import { readFileSync } from 'node:fs';
import { DockerfileParser, type From, type Instruction, ModifiableInstruction } from 'dockerfile-ast';

export interface Step {
  keyword: string;
  words: string[];
  /** Before the words, such as `from` of COPY. */
  flags: Record<string, string>;
  /** All that stands behind the keyword. */
  rest: string;
}

export const containerFile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');

/** The steps of the Dockerfile, stage by stage; of each, the image that it begins with and its name. */
export function stagesOf(text: string): { image: string; name: string | null; steps: Step[] }[] {
  const stages: ReturnType<typeof stagesOf> = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const from = instruction as From;
      stages.push({ image: from.getImage() ?? '', name: from.getBuildStage(), steps: [] });
    } else stages.at(-1)?.steps.push(stepOf(instruction));
  }
  return stages;
}

/** The parts of a command in its JSON form, as CMD and HEALTHCHECK CMD have it. */
export function commandOf({ rest }: Step): string[] {
  return JSON.parse(rest.slice(rest.indexOf('[')));
}

function stepOf(instruction: Instruction): Step {
  const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags() : [];
  return {
    keyword: instruction.getKeyword(),
    words: instruction.getArguments().map((word) => word.getValue()),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
    rest: instruction.getArgumentsContent() ?? '',
  };
}
