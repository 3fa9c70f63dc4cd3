// The browser's offer to put the app on the phone's screen, kept until the officer asks for it.

interface Offer extends Event {
  prompt(): Promise<unknown>;
}

class Install {
  private offer: Offer | null = null;

  listen(): void {
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.offer = event as Offer;
    });
    addEventListener("appinstalled", () => { this.offer = null; });
  }

  get isOffered(): boolean {
    return this.offer !== null;
  }

  async now(): Promise<void> {
    await this.offer?.prompt();
    this.offer = null;
  }
}

export const install = new Install();
