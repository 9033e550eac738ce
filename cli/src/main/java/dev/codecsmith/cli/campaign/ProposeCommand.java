package dev.codecsmith.cli.campaign;

import dev.codecsmith.cli.control.Proposals;
import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.evolve.outside.OutsideProposal;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code campaign propose}: a program of one's own as the next iteration. */
@Command(
    name = "propose",
    description = {
      "Proposes a program to a campaign that was started with --proposer outside.",
      "It becomes the campaign's next iteration, evaluated and kept like every other, whether the"
          + " campaign runs now or goes on later."
    },
    mixinStandardHelpOptions = true)
final class ProposeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "The program's folder, with its program.json.")
  private Path folder = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "ID",
      arity = "0..1",
      description = "Which campaign. Default: the only one there is")
  private @Nullable String id;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "A short name for people. Default: the folder's")
  private @Nullable String name;

  @Option(
      names = "--reasoning",
      paramLabel = "TEXT",
      required = true,
      description = "What was changed and why it should be better; it is kept and shown to models.")
  private String reasoning = "";

  @Option(
      names = "--parent",
      paramLabel = "EXPERIMENT",
      description = "An experiment that it was made from; repeatable.")
  private List<String> parents = new ArrayList<>();

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who proposes; the experiment's proposer is outside:NAME. Default: by-hand")
  private String by = "by-hand";

  @Override
  public Integer call() throws IOException {
    Program program = Program.load(folder);
    try (DataDirectory opened = data.read()) {
      CampaignRecord campaign = StoredExperiments.campaign(opened, id);
      Proposals proposals = Proposals.to(opened, campaign);
      List<String> whole = new ArrayList<>();
      for (String parent : parents) {
        whole.add(StoredExperiments.find(opened, parent).id());
      }
      OutsideProposal proposal =
          OutsideProposal.of(
              by, nameOrFolders(), program, whole, reasoning, Clock.systemUTC().instant());
      proposals.put(proposal);
      PrintWriter out = spec.commandLine().getOut();
      out.println(proposal.id() + " waits for " + campaign.id() + ". " + proposals.whatFollows());
      out.flush();
    }
    return 0;
  }

  private String nameOrFolders() {
    return Optional.ofNullable(name)
        .or(() ->
            Optional.ofNullable(folder.toAbsolutePath().normalize().getFileName())
                .map(Path::toString))
        .orElse("proposal");
  }
}
