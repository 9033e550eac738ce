package dev.codecsmith.sandbox.isolation;

import dev.codecsmith.sandbox.PlainText;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs classes of tests in a process of their own, which {@link OrdinaryUserTest} starts. */
final class SuiteOfAnotherUser {
  private SuiteOfAnotherUser() {}

  /** Prints a line for each test that failed or was skipped, and one with the number that held. */
  public static void main(String[] classes) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(List.of(classes).stream().map(DiscoverySelectors::selectClass).toList())
            .build();
    List<String> held = new ArrayList<>();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
                  if (test.isTest()) {
                    held.add(test.getUniqueId());
                  }
                  return;
                }
                System.out.println(
                    result.getStatus()
                        + " "
                        + test.getDisplayName()
                        + ": "
                        + PlainText.line(
                            result.getThrowable().map(Throwable::toString).orElse(""), 2_000));
              }
            });
    System.out.println("held " + held.size());
  }
}
