/** The user pressed Esc: the question before this one is to be asked again. turns.ts catches it, and of the first question whoever said that it leads somewhere. */
export class WentBack extends Error {
  constructor() {
    super("The user went back one question.");
    this.name = "WentBack";
  }
}
