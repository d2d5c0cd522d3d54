import {
  ActivityHandler,
  type BotState,
  CardFactory,
  type ChannelAccount,
  type InvokeResponse,
  type StatePropertyAccessor,
  type TurnContext,
} from 'botbuilder';
import { type DialogState, runDialog } from 'botbuilder-dialogs';
import { textsFor, welcomeCard } from '../cards/index.ts';
import { type ConversationOptions, cardInPlace, MainDialog, MessageDiagnosis } from '../dialogs/index.ts';
import { answerMessageCommand, isMessageCommand } from './messageCommand.ts';

/** Brings what the channel sends to the dialog, and welcomes people. */
export class CertificateBot extends ActivityHandler {
  readonly #dialog: MainDialog;
  readonly #messageDiagnosis: MessageDiagnosis;
  readonly #dialogState: StatePropertyAccessor<DialogState>;
  readonly #welcomed: StatePropertyAccessor<boolean>;

  /**
   * @param perPerson State of one person in one conversation, so that nobody answers another's question.
   * @param perConversation State of a conversation.
   */
  constructor(options: ConversationOptions, perPerson: BotState, perConversation: BotState) {
    super();
    this.#dialog = new MainDialog(options);
    this.#messageDiagnosis = new MessageDiagnosis(options);
    this.#dialogState = perPerson.createProperty('dialog.v1');
    this.#welcomed = perConversation.createProperty('welcomed');
    this.onMessage(async (context, next) => {
      await runDialog(this.#dialog, context, this.#dialogState);
      await next();
    });
    this.onMembersAdded(async (context, next) => {
      await this.#welcome(context);
      await next();
    });
  }

  /** A button of a card was pressed: the answer is the card that takes its place, or a word that it worked. */
  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    if (isMessageCommand(context)) return answerMessageCommand(context, this.#messageDiagnosis);
    if (context.activity.name !== 'adaptiveCard/action') return super.onInvokeActivity(context);
    await runDialog(this.#dialog, context, this.#dialogState);
    const card = cardInPlace(context);
    if (card === undefined) return seeBelow(context.activity.locale);
    const body = { statusCode: 200, type: CardFactory.contentTypes.adaptiveCard, value: card };
    return { status: 200, body };
  }

  async #welcome(context: TurnContext): Promise<void> {
    const { membersAdded = [], recipient, locale } = context.activity;
    const isPerson = ({ id }: ChannelAccount) => id !== recipient.id;
    if (!membersAdded.some(isPerson) || (await this.#welcomed.get(context, false))) return;
    await this.#welcomed.set(context, true);
    await context.sendActivity({ attachments: [CardFactory.adaptiveCard(welcomeCard(locale))] });
  }
}

/** Answers the press of a button whose card stays as it is. */
export function seeBelow(locale: string | undefined): InvokeResponse {
  const value = textsFor(locale)('chat.below');
  return {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value },
  };
}
