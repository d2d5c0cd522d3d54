import { CardFactory, type InvokeResponse, type TurnContext } from 'botbuilder';
import { type Card, dialogNotice, textsFor } from '../cards/index.ts';
import type { MessageDiagnosis } from '../dialogs/index.ts';

/** As the manifest names it. */
const commandId = 'diagnoseMessage';

export function isMessageCommand({ activity }: TurnContext): boolean {
  return (
    (activity.name === 'composeExtension/fetchTask' || activity.name === 'composeExtension/submitAction') &&
    activity.value?.commandId === commandId
  );
}

/**
 * "Diagnose this message" in the menu of a message: Teams first fetches a dialog, which shows the diagnosis of what the
 * message holds, and then, if the person posts it, the card for the chat. (Action commands, Microsoft Teams platform.)
 */
export async function answerMessageCommand(
  context: TurnContext,
  diagnosis: MessageDiagnosis,
): Promise<InvokeResponse> {
  const { name, value, locale } = context.activity;
  if (name === 'composeExtension/submitAction') {
    const card = await diagnosis.post(context, value?.data);
    return card === null ? dialog(dialogNotice('slow', locale), locale) : posted(card, locale);
  }
  const { contentType, content } = value?.messagePayload?.body ?? {};
  const text = typeof content === 'string' ? content : '';
  // The platform says "html" for what people wrote in Teams.
  const card = await diagnosis.show(context, contentType === 'text' ? text : `<div>${text}</div>`);
  return dialog(card, locale);
}

function dialog(card: Card, locale: string | undefined): InvokeResponse {
  const value = {
    title: textsFor(locale)('messageCommand.title'),
    width: 'large',
    height: 'large',
    card: CardFactory.adaptiveCard(card),
  };
  return { status: 200, body: { task: { type: 'continue', value } } };
}

function posted(card: Card, locale: string | undefined): InvokeResponse {
  const preview = CardFactory.thumbnailCard(textsFor(locale)('messageCommand.title'));
  const attachments = [{ ...CardFactory.adaptiveCard(card), preview }];
  return {
    status: 200,
    body: { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } },
  };
}
