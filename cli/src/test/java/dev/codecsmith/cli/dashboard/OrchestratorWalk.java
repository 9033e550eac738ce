package dev.codecsmith.cli.dashboard;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.codecsmith.cli.CProgramModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a person does with a campaign on an orchestrator's page, from its start to a new budget. */
public final class OrchestratorWalk {
  /** So many experiments it leaves. */
  public static final int EXPERIMENTS = 4;

  private final Page page;

  public OrchestratorWalk(Page page) {
    this.page = page;
  }

  private Locator button(String name) {
    return page.getByText(name, new Page.GetByTextOptions().setExact(true)).last();
  }

  private void awaitSaid(String part) {
    page.waitForFunction(
        "part => document.getElementById('said').textContent.includes(part)", part);
  }

  /** Iterations that have ended, in the words of the page. */
  private void awaitDone(String words) {
    page.waitForFunction("words => document.getElementById('done').textContent === words", words);
  }

  /**
   * Starts a campaign, stops it, has it go on to its end, and then to that of a new budget.
   *
   * @param address the orchestrator's, without a slash behind
   * @param clip beside which a folder is made that holds the campaign until it was told to stop
   */
  public void startStopContinueAndGiveANewBudget(URI address, String token, Path clip)
      throws IOException {
    Path held = Files.createDirectory(clip.resolveSibling("held"));
    page.navigate(address + "/#token=" + token.replace(" ", "%20"));
    page.locator("#start").click();
    page.locator("dialog textarea")
        .fill("clips: ['%s']\niterations: 3\n".formatted(clip) + CProgramModel.yamlHeld(held));
    button("Start").click();
    awaitSaid("is waiting.");
    awaitDone("1 of 3");
    button("Stop").click();
    awaitSaid("It ends when its iterations under way have ended.");
    Files.createFile(held.resolve("go"));
    button("Continue").click();
    awaitSaid("is waiting.");
    awaitDone("3 of 3");
    button("New budget…").click();
    page.locator("input[name=iterations]").fill(String.valueOf(EXPERIMENTS));
    button("Go on").click();
    awaitDone("4 of 4");
  }
}
