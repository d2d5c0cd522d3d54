import {
  ActivityHandler,
  type BotState,
  CardFactory,
  type ChannelAccount,
  type InvokeResponse,
  type StatePropertyAccessor,
  type TurnContext,
} from 'botbuilder';
import type { Logger } from 'pino';
import { editedCard, filesCard, textsFor, welcomeCard } from '../cards/index.ts';
import {
  Conversation,
  type ConversationOptions,
  cardInPlace,
  MessageDiagnosis,
  told,
} from '../dialogs/index.ts';
import { isFile } from './fileDownload.ts';
import { answerMessageCommand, isMessageCommand } from './messageCommand.ts';
import { sendCard } from './sendCard.ts';

/** Under which the state of a person in a conversation keeps the dialog. */
export const dialogProperty = 'dialog.v1';

/** Brings what the channel sends to the conversation, and welcomes people. */
export class CertificateBot extends ActivityHandler {
  readonly #conversation: Conversation;
  readonly #messageDiagnosis: MessageDiagnosis;
  readonly #welcomed: StatePropertyAccessor<boolean>;
  readonly #log: Logger;

  /**
   * @param perPerson State of one person in one conversation, so that nobody answers another's question.
   * @param perConversation State of a conversation.
   */
  constructor(options: ConversationOptions, perPerson: BotState, perConversation: BotState, log: Logger) {
    super();
    this.#conversation = new Conversation(options, perPerson.createProperty(dialogProperty));
    this.#messageDiagnosis = new MessageDiagnosis(options);
    this.#welcomed = perConversation.createProperty('welcomed');
    this.#log = log;
    this.onMessage(async (context, next) => {
      if (isUnreadable(context)) await sendCard(context, filesCard(context.activity.locale));
      else await this.#conversation.takeTurn(context);
      await next();
    });
    this.onMessageUpdate(async (context, next) => {
      // Undeleting a message changes nothing in it.
      const { channelData, locale } = context.activity;
      if (channelData?.eventType !== 'undeleteMessage') await sendCard(context, editedCard(locale));
      await next();
    });
    this.onMembersAdded(async (context, next) => {
      await this.#welcome(context);
      await next();
    });
  }

  /** A button of a card was pressed: the answer is the card that takes its place, or a word that it worked. */
  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const { name, locale } = context.activity;
    if (isMessageCommand(context)) return answerMessageCommand(context, this.#messageDiagnosis);
    if (name === 'message/submitAction') return this.#takeFeedback(context);
    if (name !== 'adaptiveCard/action') return super.onInvokeActivity(context);
    await this.#conversation.takeTurn(context);
    const card = cardInPlace(context);
    if (card === undefined) return spoken(told(context) ?? textsFor(locale)('chat.below'));
    const body = { statusCode: 200, type: CardFactory.contentTypes.adaptiveCard, value: card };
    return { status: 200, body };
  }

  /** Thumbs up or down (Microsoft Teams platform, "feedback loop"). What was written with it is nobody's business here. */
  #takeFeedback({ activity: { value } }: TurnContext): InvokeResponse {
    const reaction = ['like', 'dislike'].find((known) => known === value?.actionValue?.reaction);
    if (reaction !== undefined) this.#log.info({ reaction }, 'feedback');
    return { status: 200 };
  }

  async #welcome(context: TurnContext): Promise<void> {
    const { membersAdded = [], recipient, locale } = context.activity;
    const isPerson = ({ id }: ChannelAccount) => id !== recipient.id;
    if (!membersAdded.some(isPerson) || (await this.#welcomed.get(context, false))) return;
    await this.#welcomed.set(context, true);
    await sendCard(context, welcomeCard(locale));
  }
}

/** Answers the press of a button whose card stays as it is. */
export function seeBelow(locale: string | undefined): InvokeResponse {
  return spoken(textsFor(locale)('chat.below'));
}

function spoken(value: string): InvokeResponse {
  return {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value },
  };
}

/** A picture, voice, a place. Teams sends the HTML of a text along with it. */
function isUnreadable({ activity: { text = '', value, attachments = [] } }: TurnContext): boolean {
  const others = attachments.filter((each) => each.contentType !== 'text/html' && !isFile(each));
  return text.trim() === '' && value === undefined && others.length > 0 && !attachments.some(isFile);
}
