package dev.codecsmith.cli.store;

import dev.codecsmith.cli.options.CommandGroup;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code codecsmith store}: stores in the cloud. */
@Command(
    name = "store",
    description = "Makes stores in the cloud, and copies campaigns between stores.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {StoreCommand.Init.class, StoreCopyCommand.class})
public final class StoreCommand extends CommandGroup {
  /** {@code store init}. */
  @Command(
      name = "init",
      description = {
        "Makes the DynamoDB table and the S3 bucket unless they are there, and checks them.",
        "Credentials come by AWS's usual ways: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile"
            + " or the role of the machine."
      },
      mixinStandardHelpOptions = true)
  static final class Init implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--store", required = true, paramLabel = "STORE", description = AwsAddress.FORM)
    private String store = "";

    @Override
    public Integer call() throws IOException {
      AwsAddress address = AwsAddress.parse(store);
      CloudStoreSetup.Made made = CloudStoreSetup.make(address);
      PrintWriter out = spec.commandLine().getOut();
      out.println("table   " + address.table() + "  " + state(made.table()));
      out.println("bucket  " + address.bucket() + "  " + state(made.bucket()));
      out.flush();
      return 0;
    }

    private static String state(boolean made) {
      return made ? "made" : "was there, and is as it must be";
    }
  }
}
