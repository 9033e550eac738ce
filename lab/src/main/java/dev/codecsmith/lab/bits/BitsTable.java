package dev.codecsmith.lab.bits;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** All reports of an experiment as a table. */
public final class BitsTable {
  private BitsTable() {}

  /**
   * The reports that count, by their rate points in order. One that is no longer stored is left
   * out.
   */
  public static Map<RatePoint, BitsReport> reports(
      ExperimentRecord experiment, ArtifactStore artifacts) throws StoreException {
    Map<RatePoint, BitsReport> reports = new LinkedHashMap<>();
    for (RatePoint point : experiment.points()) {
      Optional<String> artifact = point.bitsSha256();
      if (artifact.isPresent() && artifacts.contains(artifact.get())) {
        BitsReport report = BitsReport.read(artifacts, artifact.get());
        if (report.refused().isEmpty()) {
          reports.put(point, report);
        }
      }
    }
    return reports;
  }

  /**
   * A line a frame: clip, quality, frame, type, bits, then the elements, empty where the frame has
   * none of that name.
   *
   * @return empty if there is no report that counts
   */
  public static Optional<String> csv(ExperimentRecord experiment, ArtifactStore artifacts)
      throws StoreException {
    Map<RatePoint, BitsReport> reports = reports(experiment, artifacts);
    if (reports.isEmpty()) {
      return Optional.empty();
    }
    SortedSet<String> elements = new TreeSet<>();
    reports.values().forEach(report -> elements.addAll(report.elements()));
    List<String> head = new ArrayList<>(List.of("clip", "quality", "frame", "type", "bits"));
    elements.forEach(element -> head.add("bits_" + element));
    StringWriter text = new StringWriter();
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).bufferSize(0).build(text);
    csv.writeRecord(head);
    reports.forEach((point, report) -> {
      for (ReportedFrame frame : report.frames()) {
        List<String> row =
            new ArrayList<>(
                List.of(
                    point.clip(),
                    Integer.toString(point.quality()),
                    Integer.toString(frame.frame()),
                    frame.type(),
                    Long.toString(frame.bits())));
        for (String element : elements) {
          Long bits = frame.elements().get(element);
          row.add(bits == null ? "" : bits.toString());
        }
        csv.writeRecord(row);
      }
    });
    return Optional.of(text.toString());
  }
}
