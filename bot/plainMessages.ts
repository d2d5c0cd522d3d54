import { ActivityTypes, type Middleware, type TurnContext } from 'botbuilder';

/**
 * Makes the text of a message what the person wrote to the bot: without the mention of the bot, with plain blanks.
 * Done once, here, so that nothing behind it thinks of Teams.
 */
export const plainMessages: Middleware = {
  async onTurn(context, next) {
    if (context.activity.type === ActivityTypes.Message) context.activity.text = plainText(context);
    await next();
  },
};

function plainText({ activity }: TurnContext): string {
  const mentions = (activity.entities ?? [])
    .filter((entity) => entity.type === 'mention' && entity.mentioned?.id === activity.recipient?.id)
    .map((entity) => entity.text)
    .filter((text): text is string => typeof text === 'string' && text !== '');
  const withoutMentions = mentions.reduce(
    (text, mention) => text.replaceAll(mention, ' '),
    activity.text ?? '',
  );
  return withoutMentions.replace(/&nbsp;|\u00a0/g, ' ').trim();
}
