package dev.codecsmith.cluster.server;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueueStats;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** A server that answers as a test says, on a port of this machine. */
public final class ScriptedTemporal implements AutoCloseable {
  public static final String VERSION = "1.2.3";
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Server server;
  private final BlockingQueue<String> authorizations = new LinkedBlockingQueue<>();
  private final Semaphore questions = new Semaphore(0);
  private volatile Optional<Status> refusal = Optional.empty();
  private volatile List<PollerInfo> pollers = List.of();
  private final Map<String, List<PollerInfo>> others = new ConcurrentHashMap<>();
  private volatile boolean tellsPollers = true;
  private volatile long backlog;

  private ScriptedTemporal(NettyServerBuilder builder) throws IOException {
    server = builder.addService(new Service()).intercept(new Hearing()).build().start();
  }

  private static NettyServerBuilder builder() {
    return NettyServerBuilder.forAddress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** One without TLS. */
  public static ScriptedTemporal plain() throws IOException {
    return new ScriptedTemporal(builder());
  }

  /** One that shows a certificate, and wants one of its clients where that is given. */
  public static ScriptedTemporal tls(TestIdentity own, Optional<TestIdentity> client)
      throws IOException {
    SslContextBuilder tls =
        GrpcSslContexts.forServer(own.certificate().toFile(), own.key().toFile());
    client.ifPresent(
        each -> tls.trustManager(each.certificate().toFile()).clientAuth(ClientAuth.REQUIRE));
    return new ScriptedTemporal(builder().sslContext(tls.build()));
  }

  public String target() {
    return "localhost:" + server.getPort();
  }

  /** The newest header of that name that has not been taken yet; waits for one. */
  String authorization() throws InterruptedException {
    return authorizations.take();
  }

  /** From now on all is refused so. */
  public void refuse(Status status) {
    refusal = Optional.of(status);
  }

  /** From now on it answers, and these take work from any queue. */
  public void answer(PollerInfo... found) {
    pollers = List.of(found);
    refusal = Optional.empty();
  }

  /** From now on these take work from one queue, whoever does from all others. */
  public void answerOf(String queue, PollerInfo... found) {
    others.put(queue, List.of(found));
  }

  /** From now on it answers, but not to who takes work. */
  public void tellNoPollers() {
    tellsPollers = false;
  }

  /** From now on so many steps wait in each queue. */
  public void tellBacklog(long steps) {
    backlog = steps;
  }

  /**
   * Waits until it was asked so often who takes work that who asks of three queues in turn has
   * heard of all that was answered since.
   */
  public void awaitQuestions() throws InterruptedException {
    int _ = questions.drainPermits();
    questions.acquire(6);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Hearing implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Optional.ofNullable(headers.get(AUTHORIZATION)).ifPresent(authorizations::add);
      return next.startCall(call, headers);
    }
  }

  private final class Service extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    private <T> void reply(StreamObserver<T> to, T answer) {
      if (refusal.isPresent()) {
        to.onError(refusal.get().asRuntimeException());
        return;
      }
      to.onNext(answer);
      to.onCompleted();
    }

    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> to) {
      reply(to, GetSystemInfoResponse.newBuilder().setServerVersion(VERSION).build());
    }

    @Override
    public void describeNamespace(
        DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> to) {
      if (request.getNamespace().equals("default")) {
        reply(to, DescribeNamespaceResponse.getDefaultInstance());
      } else {
        to.onError(
            Status.NOT_FOUND
                .withDescription("Namespace " + request.getNamespace() + " is not found.")
                .asRuntimeException());
      }
    }

    @Override
    public void describeTaskQueue(
        DescribeTaskQueueRequest request, StreamObserver<DescribeTaskQueueResponse> to) {
      questions.release();
      if (tellsPollers) {
        reply(
            to,
            DescribeTaskQueueResponse.newBuilder()
                .addAllPollers(others.getOrDefault(request.getTaskQueue().getName(), pollers))
                .setStats(TaskQueueStats.newBuilder().setApproximateBacklogCount(backlog))
                .build());
      } else {
        to.onError(Status.UNIMPLEMENTED.asRuntimeException());
      }
    }
  }
}
