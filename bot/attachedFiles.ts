import { ActivityTypes, type Middleware, type TurnContext } from 'botbuilder';
import { unreadCard } from '../cards/index.ts';
import { attachFile } from '../dialogs/index.ts';
import { type Download, downloadFile, isFile } from './fileDownload.ts';
import { sendCard } from './sendCard.ts';

/** Gives the dialog the file that came with a message, or tells the person why it cannot be read. */
export class AttachedFiles implements Middleware {
  readonly #download: Download;

  constructor(download: Download) {
    this.#download = download;
  }

  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    const { type, attachments = [] } = context.activity;
    const [file, ...others] = type === ActivityTypes.Message ? attachments.filter(isFile) : [];
    if (file === undefined) return next();
    const bytes = others.length > 0 ? 'oneFile' : await downloadFile(file, this.#download);
    if (typeof bytes !== 'string') attachFile(context, bytes);
    else await sendCard(context, unreadCard(bytes, context.activity.locale));
    // What was written with a file that cannot be read, can be answered.
    if (typeof bytes !== 'string' || context.activity.text) await next();
  }
}
