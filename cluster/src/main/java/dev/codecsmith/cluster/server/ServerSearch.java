package dev.codecsmith.cluster.server;

import io.grpc.Status;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What workflows can be found by at a server. */
public final class ServerSearch {
  private static final Logger LOG = LoggerFactory.getLogger(ServerSearch.class);
  private static final long PATIENCE_SECONDS = 10;

  private ServerSearch() {}

  /**
   * Has a server know some attributes.
   *
   * @return whether it does: some let only their operators say so, and some know none
   */
  public static boolean make(TemporalServer server, Collection<SearchAttributeKey<?>> attributes) {
    OperatorServiceStubs operators = server.operators();
    String namespace = server.address().namespace();
    try {
      Set<String> missing = new TreeSet<>();
      attributes.forEach(each -> missing.add(each.getName()));
      missing.removeAll(known(operators, namespace));
      AddSearchAttributesRequest.Builder wanted =
          AddSearchAttributesRequest.newBuilder().setNamespace(namespace);
      for (SearchAttributeKey<?> each : attributes) {
        if (missing.contains(each.getName())) {
          wanted.putSearchAttributes(each.getName(), each.getValueType());
        }
      }
      if (!missing.isEmpty()) {
        var _ =
            operators
                .blockingStub()
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .addSearchAttributes(wanted.build());
      }
      return true;
    } catch (RuntimeException e) {
      Optional<Status> status = TemporalFaults.status(e);
      if (status.filter(each -> each.getCode() == Status.Code.ALREADY_EXISTS).isPresent()) {
        return true;
      }
      LOG.info(
          "Jobs cannot be searched for by campaign, iteration, status and score at {}: {}. Its"
              + " operator can add the attributes {}.",
          server.address(),
          TemporalFaults.sentence(server.address(), e),
          attributes.stream().map(SearchAttributeKey::getName).toList());
      return false;
    }
  }

  private static Set<String> known(OperatorServiceStubs operators, String namespace) {
    try {
      return operators
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .listSearchAttributes(
              ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
          .getCustomAttributesMap()
          .keySet();
    } catch (RuntimeException e) {
      if (TemporalFaults.status(e)
          .filter(each -> each.getCode() == Status.Code.UNIMPLEMENTED)
          .isPresent()) {
        return Set.of();
      }
      throw e;
    }
  }
}
