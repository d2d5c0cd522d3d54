/**
 * What is used of botbuilder-dialogs, from its files: its index loads all of the prompts, and with them recognisers of
 * dates and numbers in many languages, which would take a sixth of the bot's start.
 */

export { ComponentDialog } from 'botbuilder-dialogs/lib/componentDialog.js';
export { Dialog, DialogReason } from 'botbuilder-dialogs/lib/dialog.js';
export { DialogContextError } from 'botbuilder-dialogs/lib/dialogContextError.js';
export { runDialog } from 'botbuilder-dialogs/lib/dialogHelper.js';
export { WaterfallDialog } from 'botbuilder-dialogs/lib/waterfallDialog.js';
