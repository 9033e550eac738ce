package dev.codecsmith.cli.mcp;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** Serves the agent that started this process, by its standard streams. */
final class StdioAgents {
  private StdioAgents() {}

  /** Until the agent closes its end. Whatever else would go to standard output goes to errors. */
  static void serve(ServedTools tools) throws InterruptedException {
    PrintStream protocol = System.out;
    System.setOut(System.err);
    WatchedInput input = new WatchedInput(System.in);
    McpSyncServer server =
        tools.over(
            McpServer.sync(
                new StdioServerTransportProvider(ProtocolJson.mapper(), input, protocol)));
    try {
      input.ended.await();
    } finally {
      server.close();
      System.setOut(protocol);
    }
  }

  /** Tells when nothing more comes; the protocol has no other word for the end. */
  private static final class WatchedInput extends FilterInputStream {
    private final CountDownLatch ended = new CountDownLatch(1);

    WatchedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return seen(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return seen(super.read(bytes, offset, length));
    }

    private int seen(int read) {
      if (read < 0) {
        ended.countDown();
      }
      return read;
    }
  }
}
