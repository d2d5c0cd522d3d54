import { Template } from 'adaptivecards-templating';
import diagnosis from './templates/diagnosis.json' with { type: 'json' };
import evidence from './templates/evidence.json' with { type: 'json' };
import hosts from './templates/hosts.json' with { type: 'json' };
import notice from './templates/notice.json' with { type: 'json' };
import question from './templates/question.json' with { type: 'json' };

/** An Adaptive Card, version 1.5, ready to send. */
export type Card = { type: 'AdaptiveCard'; version: string; fallbackText: string } & Record<string, unknown>;

const sources = { diagnosis, question, notice, evidence, hosts };
const templates = new Map<keyof typeof sources, Template>();

/**
 * Fills a template. Data is never evaluated, so a name such as `${secret}` stays text; a template is never made from
 * data. Every value a template names must be there: a missing one would show as `${name}`.
 */
export function render(name: keyof typeof sources, data: object): Card {
  // Made when first needed: what makes one parses all of it.
  const template = templates.get(name) ?? new Template(sources[name]);
  templates.set(name, template);
  return template.expand({ $root: data }) as Card;
}
