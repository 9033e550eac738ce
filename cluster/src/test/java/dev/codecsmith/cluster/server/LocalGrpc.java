package dev.codecsmith.cluster.server;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Services that answer as a test says, on a port of this machine, and a connection to them. */
public final class LocalGrpc implements AutoCloseable {
  private final Server server;
  private final TemporalServer connection;

  private LocalGrpc(Server server, TemporalServer connection) {
    this.server = server;
    this.connection = connection;
  }

  /** The service of workflows, which is asked what it can do before anything else. */
  public abstract static class Workflows extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> to) {
      to.onNext(GetSystemInfoResponse.getDefaultInstance());
      to.onCompleted();
    }
  }

  public static LocalGrpc of(BindableService... services) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    for (BindableService each : services) {
      builder.addService(each);
    }
    Server server = builder.build().start();
    return new LocalGrpc(
        server,
        TemporalServer.at(ServerAddress.plain("localhost:" + server.getPort(), "default"), "test"));
  }

  public TemporalServer connection() {
    return connection;
  }

  @Override
  public void close() {
    connection.close();
    server.shutdownNow();
  }
}
