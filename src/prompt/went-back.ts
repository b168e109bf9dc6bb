/** The user pressed Esc: the question before this one is to be asked again. Only turns.ts catches it. */
export class WentBack extends Error {
  constructor() {
    super("The user went back one question.");
    this.name = "WentBack";
  }
}
