package dev.codecsmith.evolve.prompts;

import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.prompts.templates.PromptException;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.prompts.templates.TemplateName;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes prompts from templates. Pure: the same templates and arguments give the same text. */
public final class Prompts {
  private final PromptTemplates templates;

  public Prompts(PromptTemplates templates) {
    this.templates = templates;
  }

  /**
   * Asks for a candidate.
   *
   * @param context what to show
   * @param tokenBudget most tokens of the whole prompt, by {@link TokenEstimate}; the least useful
   *     is left out until it fits, in the order that {@link PromptPlan} gives
   * @throws PromptException if what cannot be left out is larger than the budget
   */
  public Prompt propose(PromptContext context, int tokenBudget) throws PromptException {
    CampaignBrief campaign = context.campaign();
    if (context.form() == ReplyForm.WORKSPACE) {
      return workspace(context);
    }
    ProgramLanguage language = ProgramLanguage.of(campaign.language());
    String system = templates.render(TemplateName.SYSTEM, Map.of("language", language.title()));
    String stable = stable(campaign);
    int fixed = TokenEstimate.of(system) + TokenEstimate.of(stable);
    PromptPlan plan = PromptPlan.everything(context);
    while (true) {
      List<String> omitted = plan.omitted(context);
      String variable = variable(context, plan, omitted);
      int tokens = fixed + TokenEstimate.of(variable);
      if (tokens <= tokenBudget) {
        return new Prompt(system, stable, variable, omitted, tokens);
      }
      Optional<PromptPlan> less = plan.less();
      if (less.isEmpty()) {
        throw new PromptException(
            "The contract, the goal, the parents' sources and the assignment alone take about %d tokens, and a prompt may have %d. Allow more tokens for a prompt."
                .formatted(tokens, tokenBudget));
      }
      plan = less.get();
    }
  }

  /** The first page of a workspace; what it leaves out is in the files. */
  private Prompt workspace(PromptContext context) {
    String system =
        templates.render(
            TemplateName.SYSTEM,
            Map.of("language", ProgramLanguage.of(context.campaign().language()).title()));
    String text =
        new WorkspaceTask(context, templates, rules(context.campaign()), assignment(context))
            .text();
    return new Prompt(
        system, "", text, List.of(), TokenEstimate.of(system) + TokenEstimate.of(text));
  }

  /**
   * What a prompt shows, as files of a workspace: the contract, the parents and inspirations as
   * folders of programs with their scorecards, failures, ideas and lessons.
   *
   * @return text by relative path
   */
  public SortedMap<String, String> files(PromptContext context) {
    return WorkspaceFiles.of(context);
  }

  /**
   * A program as files of a workspace.
   *
   * @param folder the folder to put it into
   */
  public static Map<String, String> files(String folder, Program program) {
    return WorkspaceFiles.program(folder, program);
  }

  /** A program's figures as an author reads them: its scorecard, or how it failed. */
  public static String figures(CampaignBrief campaign, Exhibit exhibit) {
    return new Sections(campaign).exhibit(exhibit, true, true);
  }

  /** The next message of a conversation whose last reply did not work. */
  public String repair(RepairRequest request, ClipRoles clips) {
    return repair(request, clips, ReplyForm.WHOLE_PROGRAM);
  }

  /**
   * The next message of a conversation whose last reply did not work.
   *
   * @param form what the conversation asked for
   */
  public String repair(RepairRequest request, ClipRoles clips, ReplyForm form) {
    boolean workspace = form == ReplyForm.WORKSPACE;
    String error = Sections.visible(request.error(), clips);
    Map<String, String> values = new HashMap<>();
    values.put(
        "error",
        workspace
            ? WorkspaceError.text(error)
            : Sections.fenced("text", Sections.middleCut(error, 12_000)));
    values.put("attempt", String.valueOf(request.attempt()));
    values.put("attempts", String.valueOf(request.attempts()));
    values.put(
        "files",
        workspace ? "those of `program/`" : String.join(", ", request.current().files().keySet()));
    values.put(request.reason().name().toLowerCase(Locale.ROOT), "yes");
    values.put(workspace ? "workspace" : "reply", "yes");
    return templates.render(TemplateName.REPAIR, values);
  }

  /**
   * What a repair shows as files of a workspace: the exact error, of which the message has the
   * beginning and the end.
   *
   * @return text by relative path
   */
  public static Map<String, String> files(RepairRequest request, ClipRoles clips) {
    return WorkspaceError.files(Sections.visible(request.error(), clips));
  }

  /**
   * Asks for the lessons of the latest experiments; {@link Notebook#read} reads the reply.
   *
   * @param campaign the campaign
   * @param notebook the lessons so far
   * @param experiments finished since the last time, by iteration
   * @param scoreOf an experiment's score by its id
   * @param size how large the notebook may become
   */
  public String distill(
      CampaignBrief campaign,
      Notebook notebook,
      List<ExperimentRecord> experiments,
      Function<String, Optional<Double>> scoreOf,
      Notebook.Size size) {
    String results =
        experiments.stream()
            .map(e -> result(e, scoreOf, campaign.clips()))
            .collect(Collectors.joining("\n"));
    return templates.render(
        TemplateName.DISTILL,
        Map.of(
            "goal", campaign.goal(),
            "notebook", lessons(notebook, notebook.lessons().size(), campaign.clips()),
            "experiments", results,
            "objective", objective(campaign),
            "usual", usual(campaign),
            "lessons", String.valueOf(size.lessons()),
            "characters", String.valueOf(size.characters())));
  }

  private String stable(CampaignBrief campaign) {
    Map<String, String> values = rules(campaign);
    ProgramLanguage language = ProgramLanguage.of(campaign.language());
    values.put("goal", campaign.goal());
    values.put("contract", campaign.contract());
    values.put("anchors", new Sections(campaign).anchors());
    values.put(
        "reply_format",
        templates.render(
            TemplateName.REPLY_FORMAT,
            Map.of(
                "example_file", language.exampleFile(),
                "fence", language.fence(),
                "objective", objective(campaign),
                "usual", usual(campaign))));
    return render(TemplateName.CAMPAIGN, values);
  }

  /** What prompts of both kinds say of how programs are scored. */
  private static Map<String, String> rules(CampaignBrief campaign) {
    String main = campaign.anchors().main();
    Map<String, String> values = new HashMap<>();
    ProgramLanguage language = ProgramLanguage.of(campaign.language());
    values.put("language", language.title());
    values.put("clips", new Sections(campaign).clips());
    values.put("main_anchor", main);
    values.put(
        "other_anchors",
        campaign.anchors().points().keySet().stream()
            .filter(a -> !a.equals(main))
            .collect(Collectors.joining(", ")));
    values.put("qualities", campaign.qualities().values().inWords());
    values.put("band_bottom", campaign.qualities().bottom());
    values.put("band_top", campaign.qualities().top());
    values.put("objective", objective(campaign));
    values.put("usual", usual(campaign));
    values.put("limits", campaign.limits());
    return values;
  }

  /** What the score is, where it is not BD-rate by PSNR-YUV. */
  private static String objective(CampaignBrief campaign) {
    return campaign.qualities().objective().orElse("");
  }

  /** Said of whether the score is BD-rate by PSNR-YUV. */
  private static String usual(CampaignBrief campaign) {
    return campaign.qualities().objective().isPresent() ? "" : "yes";
  }

  private String variable(PromptContext context, PromptPlan plan, List<String> omitted) {
    Sections sections = new Sections(context.campaign());
    ClipRoles clips = context.campaign().clips();
    Map<String, String> values = new HashMap<>();
    values.put("notebook", lessons(context.notebook(), plan.lessons(), clips));
    values.put(
        "ideas",
        context.ideas().stream()
            .limit(plan.ideas())
            .map(idea ->
                Sections.idea(idea, context.ideaLog(), context.campaign().qualities().points()))
            .collect(Collectors.joining("\n")));
    values.put("lacks", context.needs().text());
    values.put(
        "failures",
        context.failures().stream()
            .limit(plan.failures())
            .map(f -> sections.failure(f, plan.fullErrors()))
            .collect(Collectors.joining("\n")));
    values.put("inspirations", inspirations(context, plan, sections));
    values.put("parent", parent(context.parent(), plan, sections));
    values.put("second_parent", secondParent(context, plan, sections));
    values.put("assignment", assignment(context));
    values.put(
        "omitted",
        omitted.isEmpty()
            ? ""
            : "Left out of this message for want of space: " + String.join("; ", omitted) + ".");
    return render(TemplateName.TASK, values);
  }

  /**
   * Renders with values that end where their text does, so that templates decide on empty lines.
   */
  private String render(TemplateName name, Map<String, String> values) {
    values.replaceAll((placeholder, value) -> value.stripTrailing());
    return templates.render(name, values);
  }

  private static String parent(Optional<Exhibit> parent, PromptPlan plan, Sections sections) {
    return parent
        .map(p ->
            sections.exhibit(
                p,
                SourceText.of(p.program(), plan.reference()),
                plan.parentPoints(),
                plan.otherAnchors()))
        .orElse("");
  }

  /**
   * What could be brought into the first parent: where not all of it may be edited, what may be.
   */
  private static String secondParent(PromptContext context, PromptPlan plan, Sections sections) {
    return context
        .secondParent()
        .map(p -> sections.exhibit(p, others(context, p), plan.parentPoints(), plan.otherAnchors()))
        .orElse("");
  }

  /** The sources of another program than the one that is edited. */
  private static String others(PromptContext context, Exhibit other) {
    List<String> editable =
        context.parent().map(parent -> parent.program().editable()).orElse(List.of());
    return SourceText.editableOf(other.program().withEditable(editable));
  }

  private static String inspirations(PromptContext context, PromptPlan plan, Sections sections) {
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < plan.inspirations(); i++) {
      Exhibit other = context.inspirations().get(i);
      String exhibit =
          i < plan.inspirationSources()
              ? sections.exhibit(
                  other, others(context, other), plan.inspirationPoints(), plan.otherAnchors())
              : sections.exhibit(other, plan.inspirationPoints(), plan.otherAnchors());
      shown.add("### Inspiration %d\n%s".formatted(i + 1, exhibit.stripTrailing()));
    }
    return String.join("\n\n", shown);
  }

  private static String lessons(Notebook notebook, int count, ClipRoles clips) {
    return notebook.lessons().stream()
        .limit(count)
        .map(lesson -> "- " + Sections.visible(lesson, clips) + "\n")
        .collect(Collectors.joining());
  }

  private String assignment(PromptContext context) {
    TemplateName name =
        switch (context.parents().size()) {
          case 0 -> TemplateName.START;
          case 1 -> TemplateName.IMPROVE;
          default -> TemplateName.CROSS;
        };
    Map<String, String> values = new HashMap<>();
    values.put("language", ProgramLanguage.of(context.campaign().language()).title());
    context
        .parent()
        .map(parent -> parent.program().language())
        .filter(language -> !language.equals(context.campaign().language()))
        .ifPresent(language -> values.put("other_language", ProgramLanguage.of(language).title()));
    values.put("main_anchor", context.campaign().anchors().main());
    context
        .parent()
        .map(parent -> EditablePaths.of(parent.program()))
        .filter(editable -> !editable.isAll())
        .ifPresent(editable -> values.put("editable", editable.inWords()));
    values.put("objective", objective(context.campaign()));
    values.put("usual", usual(context.campaign()));
    switch (context.form()) {
      case EDITS -> values.put("edits", "yes");
      case WHOLE_PROGRAM -> values.put("whole_program", "yes");
      case WORKSPACE -> {}
    }
    return templates.render(name, values);
  }

  private static String result(
      ExperimentRecord record, Function<String, Optional<Double>> scoreOf, ClipRoles clips) {
    StringBuilder out = new StringBuilder("- ").append(record.id()).append(": ");
    Optional<Double> before =
        record.candidate().parents().stream()
            .map(scoreOf)
            .flatMap(Optional::stream)
            .min(Double::compare);
    if (record.failure().isPresent()) {
      out.append("failed (").append(record.failure().get().kind().label()).append("): ");
      out.append(Sections.oneLine(Sections.visible(record.failure().get().message(), clips), 300));
    } else {
      out.append(record.score().map(s -> "score " + ScorecardText.percent(s)).orElse("no score"));
    }
    before.ifPresent(b -> out.append("; its best parent ").append(ScorecardText.percent(b)));
    String reasoning = Sections.visible(record.candidate().reasoning(), clips);
    if (!reasoning.isBlank()) {
      out.append(". It tried: ").append(Sections.oneLine(reasoning, 400));
    }
    return out.toString();
  }
}
