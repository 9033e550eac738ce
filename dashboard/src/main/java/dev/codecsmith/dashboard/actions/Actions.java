package dev.codecsmith.dashboard.actions;

import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import java.io.IOException;
import java.util.Set;

/** Does what is asked on the page, as far as the process that serves it can. */
public interface Actions {
  /** What can be asked of a campaign just now. */
  Set<Action.Kind> possible(String campaign) throws IOException;

  /** Whether campaigns can be started here. */
  boolean takesCampaigns();

  /**
   * Does it.
   *
   * @return what happens now, in a sentence
   * @throws BadRequestException with a sentence if it cannot be meant
   * @throws RefusedException with a sentence if it does not go with how things stand
   * @throws IOException with a sentence if the machine failed
   */
  String perform(Action action)
      throws BadRequestException, RefusedException, IOException, InterruptedException;
}
