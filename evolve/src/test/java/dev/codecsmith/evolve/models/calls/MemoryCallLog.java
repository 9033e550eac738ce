package dev.codecsmith.evolve.models.calls;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A call log in memory, whose disk can be full. */
public final class MemoryCallLog implements CallLog {
  private final List<ModelCall> calls = new ArrayList<>();
  private boolean full;

  synchronized void full(boolean now) {
    full = now;
  }

  synchronized List<ModelCall> calls() {
    return List.copyOf(calls);
  }

  @Override
  public synchronized void append(ModelCall call) throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
    calls.add(call);
  }

  @Override
  public synchronized Optional<ModelCall> find(CallKey key) {
    return calls.stream()
        .filter(call -> call.key().equals(key) && call.reply().isPresent())
        .findFirst();
  }

  @Override
  public synchronized List<Entry> entries(String slot) {
    return entries().stream().filter(entry -> entry.key().slot().equals(slot)).toList();
  }

  @Override
  public synchronized SequencedMap<String, Spending> spentByModel() {
    SequencedMap<String, Spending> spent = new LinkedHashMap<>();
    entries()
        .forEach(entry ->
            spent.merge(entry.key().model(), Spending.NOTHING.plus(entry), Spending::plus));
    return spent;
  }

  synchronized List<Entry> entries() {
    return calls.stream().map(ModelCall::entry).toList();
  }
}
