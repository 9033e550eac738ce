package dev.codecsmith.service.orchestrator;

import dev.codecsmith.service.protocol.BadRequestException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads campaigns and runs them. Safe for all threads, one campaign at a time. */
public interface CampaignRunner {

  /**
   * What a campaign is.
   *
   * @param id follows from all that decides its results, so the same campaign has the same
   * @param name for people
   * @param iterations how many are asked for
   */
  record Planned(String id, String name, int iterations) {}

  /**
   * Reads a campaign and its clips; runs nothing.
   *
   * @throws BadRequestException with the sentence that the command would print, if it cannot be run
   * @throws IOException with a sentence if this machine failed, not the campaign
   */
  Planned plan(CampaignRequest request)
      throws BadRequestException, IOException, InterruptedException;

  /**
   * Runs a campaign to its end, or goes on with it. An interrupt stops it; running it again goes
   * on.
   *
   * @param id of the plan that was made of the request
   * @param stop asked before each iteration; a sentence where it shall stop
   * @return why it ended before its last iteration; empty if it did not
   * @throws BadRequestException with a sentence if it can no longer be run, as where a clip is gone
   * @throws RunsElsewhereException if another process runs it, whose end is this one's too
   * @throws IOException with a sentence if the machine failed; running it again may go on, unless
   *     it is a {@link dev.codecsmith.sandbox.LastingFault} that lasts
   */
  Optional<String> run(CampaignRequest request, String id, Supplier<Optional<String>> stop)
      throws BadRequestException, IOException, InterruptedException;
}
