import { ActivityTypes, type Middleware, TextFormatTypes, type TurnContext } from 'botbuilder';
import { Parser } from 'htmlparser2';

/**
 * Makes the text of a message what the person wrote to the bot: without the mention of the bot and without markup, with
 * plain blanks. Done once, here, so that nothing behind it thinks of Teams.
 */
export const plainMessages: Middleware = {
  async onTurn(context, next) {
    straighten(context);
    if (context.activity.type === ActivityTypes.Message) context.activity.text = plainText(context);
    await next();
  },
};

/** A channel may send anything; what is behind this reads what the SDK's types promise. */
function straighten({ activity }: TurnContext): void {
  activity.attachments = objects(activity.attachments);
  activity.entities = objects(activity.entities);
  activity.membersAdded = objects(activity.membersAdded);
  if (typeof activity.text !== 'string') activity.text = '';
  if (typeof activity.locale !== 'string') activity.locale = '';
}

function objects<T>(list: T[] | undefined): T[] {
  return Array.isArray(list) ? list.filter((each) => typeof each === 'object' && each !== null) : [];
}

function plainText({ activity }: TurnContext): string {
  const mentions = (activity.entities ?? [])
    .filter((entity) => entity.type === 'mention' && entity.mentioned?.id === activity.recipient?.id)
    .map((entity) => entity.text)
    .filter((text): text is string => typeof text === 'string' && text !== '');
  const withoutMentions = mentions.reduce(
    (text, mention) => text.replaceAll(mention, ' '),
    activity.text ?? '',
  );
  // Only where the channel says that it is markup: else it is what the person wrote, a pasted XML, for example.
  const isMarkup = activity.textFormat === TextFormatTypes.Xml && withoutMentions.length <= longestMarkup;
  const written = isMarkup ? withoutMarkup(withoutMentions) : withoutMentions;
  return written.replace(/&nbsp;|\u00a0/g, ' ').trim();
}

/** Characters. Longer ones are pasted, and read by those who know reports; the parser is slow on what is badly nested. */
const longestMarkup = 10_000;

const breaking = new Set(['p', 'div', 'br', 'li', 'tr']);

function withoutMarkup(html: string): string {
  const parts: string[] = [];
  const end = (name: string) => {
    if (breaking.has(name)) parts.push('\n');
  };
  const parser = new Parser({ ontext: (text) => void parts.push(text), onclosetag: end });
  parser.end(html);
  return parts.join('');
}
