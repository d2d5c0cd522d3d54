import { Template } from 'adaptivecards-templating';
import diagnosis from './templates/diagnosis.json' with { type: 'json' };
import evidence from './templates/evidence.json' with { type: 'json' };
import hosts from './templates/hosts.json' with { type: 'json' };
import notice from './templates/notice.json' with { type: 'json' };
import question from './templates/question.json' with { type: 'json' };

/** An Adaptive Card, version 1.5, ready to send. */
export type Card = { type: 'AdaptiveCard'; version: string; fallbackText: string } & Record<string, unknown>;

const templates = {
  diagnosis: new Template(diagnosis),
  question: new Template(question),
  notice: new Template(notice),
  evidence: new Template(evidence),
  hosts: new Template(hosts),
};

/**
 * Fills a template. Data is never evaluated, so a name such as `${secret}` stays text; a template is never made from
 * data. Every value a template names must be there: a missing one would show as `${name}`.
 */
export function render(template: keyof typeof templates, data: object): Card {
  return templates[template].expand({ $root: data }) as Card;
}
