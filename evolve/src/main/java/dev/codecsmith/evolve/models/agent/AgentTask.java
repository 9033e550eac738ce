package dev.codecsmith.evolve.models.agent;

import dev.codecsmith.evolve.models.Message;
import dev.codecsmith.evolve.models.ModelRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The text of {@code TASK.md}. */
final class AgentTask {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private AgentTask() {}

  /**
   * How much time there is, then the question; of a longer conversation also the last turn, but not
   * what the agent replied, which lies in its folder.
   *
   * @param begin when the agent starts
   */
  static String text(ModelRequest request, AgentSettings settings, Instant begin) {
    StringBuilder text = new StringBuilder();
    text.append(
        "**You are stopped at %s UTC, %s after your start, and what `program/` holds then counts. Your evaluations may take %s of CPU time; `./evaluate --left` tells what is left of both.**\n\n"
            .formatted(
                CLOCK.format(begin.plus(settings.deadline())),
                AgentBudget.text(settings.deadline()),
                AgentBudget.text(settings.cpuTime())));
    if (!request.systemText().isEmpty()) {
      text.append(request.systemText()).append("\n\n");
    }
    List<Message> messages = request.messages();
    if (messages.size() > 1) {
      text.append("# Your last program did not work yet\n\n")
          .append(messages.getLast().text().stripTrailing())
          .append(
              "\n\nWhat follows is the task as it was at first; `program/` holds your work.\n\n");
    }
    return text.append(messages.getFirst().text().stripTrailing()).append('\n').toString();
  }
}
