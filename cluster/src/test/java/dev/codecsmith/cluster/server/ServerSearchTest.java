package dev.codecsmith.cluster.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.AddSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What workflows can be found by at servers that let attributes be added, and that do not. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerSearchTest {
  private static final List<SearchAttributeKey<?>> ATTRIBUTES =
      List.of(SearchAttributeKey.forKeyword("Name"), SearchAttributeKey.forLong("Number"));

  private final Set<String> known = new TreeSet<>();
  private final AtomicInteger ignorant = new AtomicInteger();
  private final AtomicInteger late = new AtomicInteger();
  private boolean answersQueries = true;
  private boolean lists;

  private final class Searches extends LocalGrpc.Workflows {
    @Override
    public void listWorkflowExecutions(
        ListWorkflowExecutionsRequest request, StreamObserver<ListWorkflowExecutionsResponse> to) {
      if (!answersQueries) {
        to.onError(Status.UNIMPLEMENTED.asRuntimeException());
        return;
      }
      assertThat(request.getQuery()).isEqualTo("Name = 'none' AND Number = 0");
      if (late.getAndDecrement() > 0) {
        to.onError(Status.DEADLINE_EXCEEDED.asRuntimeException());
        return;
      }
      if (ignorant.getAndDecrement() > 0 || !known.containsAll(Set.of("Name", "Number"))) {
        to.onError(Status.INVALID_ARGUMENT.asRuntimeException());
        return;
      }
      to.onNext(ListWorkflowExecutionsResponse.getDefaultInstance());
      to.onCompleted();
    }
  }

  private final class Operators extends OperatorServiceGrpc.OperatorServiceImplBase {
    @Override
    public void addSearchAttributes(
        AddSearchAttributesRequest request, StreamObserver<AddSearchAttributesResponse> to) {
      if (known.containsAll(request.getSearchAttributesMap().keySet())) {
        to.onError(Status.ALREADY_EXISTS.asRuntimeException());
        return;
      }
      known.addAll(request.getSearchAttributesMap().keySet());
      to.onNext(AddSearchAttributesResponse.getDefaultInstance());
      to.onCompleted();
    }

    @Override
    public void listSearchAttributes(
        ListSearchAttributesRequest request, StreamObserver<ListSearchAttributesResponse> to) {
      if (!lists) {
        to.onError(Status.UNIMPLEMENTED.asRuntimeException());
        return;
      }
      to.onNext(
          ListSearchAttributesResponse.newBuilder()
              .putCustomAttributes("Name", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
              .putCustomAttributes("Number", IndexedValueType.INDEXED_VALUE_TYPE_INT)
              .build());
      to.onCompleted();
    }
  }

  @Test
  void attributesThatWereAddedAreWaitedForUntilTheServerTakesThem() throws IOException {
    ignorant.set(2);
    try (LocalGrpc server = LocalGrpc.of(new Searches(), new Operators())) {
      assertThat(ServerSearch.make(server.connection(), ATTRIBUTES)).isTrue();
    }
    assertThat(known).containsExactly("Name", "Number");
    assertThat(ignorant).hasNegativeValue();
  }

  @Test
  void attributesThatAnotherProcessAddedAreWaitedForAsWell() throws IOException {
    known.addAll(Set.of("Name", "Number"));
    try (LocalGrpc server = LocalGrpc.of(new Searches(), new Operators())) {
      lists = true;
      ignorant.set(2);
      assertThat(ServerSearch.make(server.connection(), ATTRIBUTES)).isTrue();
      assertThat(ignorant).as("listed as known").hasNegativeValue();

      lists = false;
      ignorant.set(2);
      assertThat(ServerSearch.make(server.connection(), ATTRIBUTES)).isTrue();
      assertThat(ignorant).as("added at the same time").hasNegativeValue();
    }
  }

  @Test
  void aServerThatDoesNotAnswerInTimeHasNotSaidThatItKnowsThem() throws IOException {
    late.set(1);
    ignorant.set(1);
    try (LocalGrpc server = LocalGrpc.of(new Searches(), new Operators())) {
      assertThat(ServerSearch.make(server.connection(), ATTRIBUTES)).isTrue();
    }
    assertThat(ignorant).hasNegativeValue();
  }

  @Test
  void aServerThatAnswersNoQueriesIsTakenAtItsWord() throws IOException {
    answersQueries = false;
    try (LocalGrpc server = LocalGrpc.of(new Searches(), new Operators())) {
      assertThat(ServerSearch.make(server.connection(), ATTRIBUTES)).isTrue();
    }
  }

  @Test
  void whoMayAddNoneSearchesByThoseThatAnOperatorAdded() throws IOException {
    try (LocalGrpc server = LocalGrpc.of(new Searches())) {
      assertThat(ServerSearch.make(server.connection(), ATTRIBUTES)).isFalse();
      known.addAll(Set.of("Name", "Number"));
      assertThat(ServerSearch.make(server.connection(), ATTRIBUTES)).isTrue();
      answersQueries = false;
      assertThat(ServerSearch.make(server.connection(), ATTRIBUTES)).isFalse();
    }
  }
}
