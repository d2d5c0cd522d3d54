import type { Middleware, TurnContext } from 'botbuilder';
import { type PreferencesProperty, recallPreferences, speak } from '../dialogs/index.ts';

/** Lets a person's choice stand in the place of the language that the client tells, for all that comes behind. */
export class ChosenLanguage implements Middleware {
  readonly #preferences: PreferencesProperty;

  constructor(preferences: PreferencesProperty) {
    this.#preferences = preferences;
  }

  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    const { language } = await recallPreferences(this.#preferences, context);
    speak(context, language);
    await next();
  }
}
