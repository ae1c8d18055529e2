package io.github.brazeaudience.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.brazeaudience.documentation.Given.Comparison;
import io.github.brazeaudience.testing.BrazeTransportContract;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Every block of Java in the papers and the Javadoc compiles, runs, and comes to what is said. */
final class DocumentationSnippetsTest {
  private static final Markdown README = Markdown.readme();
  private static final List<Markdown> PAGES = Markdown.pages();

  @TempDir private Path directory;

  static List<Snippet> snippets() {
    return PAGES.stream().flatMap(page -> page.blocks("java").stream()).map(Snippet::new).toList();
  }

  static List<Snippet> statements() {
    return Stream.concat(snippets().stream(), JavadocBlocks.all().stream().map(Snippet::new))
        .filter(it -> !it.isProgram() && !it.isTest())
        .toList();
  }

  static List<Snippet> programs() {
    return snippets().stream().filter(Snippet::isProgram).toList();
  }

  static List<Snippet> tests() {
    return snippets().stream().filter(Snippet::isTest).toList();
  }

  @Test
  void javadoc_ofEachExportedPackage_hasABlock() {
    assertThat(JavadocBlocks.all().stream().map(Markdown.Block::language))
        .containsAll(JavadocBlocks.packagePages());
  }

  @ParameterizedTest
  @MethodSource("statements")
  void statements_run_comeToTheValuesBesideThem(Snippet snippet) throws Exception {
    assertThat(snippet.results()).as("values that %s promises", snippet).isPositive();
    try (Given given = new Given()) {
      main(compiled(snippet));
      assertThat(given.comparisons())
          .hasSizeGreaterThanOrEqualTo(snippet.results())
          .allSatisfy(it -> assertThat(it.actual()).isEqualTo(it.expected()));
      assertThat(given.comparisons().stream().map(Comparison::expected).distinct().count())
          .isLessThanOrEqualTo(snippet.results());
      assertThat(given.braze().silentLosses().total()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programs_run_printWhatIsShownBelowThem(Snippet program) throws Exception {
    Markdown.Block output = README.after(program.block());
    assertThat(output.language()).isEqualTo("text");
    assertThat(program.redirected()).isNotEqualTo(program.asShown());
    Compiler.compile(program.typeName(), program.asShown(), directory.resolve("shown"));
    try (Given given = new Given()) {
      Class<?> compiled = compiled(program);
      assertThat(printed(compiled).strip()).isEqualTo(output.text());
      assertThat(given.braze().profile("u-1").orElseThrow().attribute("SegmentMembership"))
          .contains("'11036','11034'");
    }
  }

  @ParameterizedTest
  @MethodSource("tests")
  void tests_run_pass(Snippet test) throws Exception {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(compiled(test)))
                .filters(quickOnes())
                .build(),
            listener);
    TestExecutionSummary summary = listener.getSummary();
    StringWriter failures = new StringWriter();
    summary.printFailuresTo(new PrintWriter(failures));
    assertThat(summary.getTestsSucceededCount()).as("%s", failures).isPositive();
    assertThat(summary.getTestsFoundCount())
        .as("%s", failures)
        .isEqualTo(summary.getTestsSucceededCount());
  }

  /**
   * Of the contract suite the part about answers: that it runs is what is to be shown here. All of
   * it runs in examples/custom-transport, with the same transport.
   */
  private static PostDiscoveryFilter quickOnes() {
    return test ->
        FilterResult.includedIf(
            !(test.getSource().orElse(null)
                    instanceof org.junit.platform.engine.support.descriptor.MethodSource method)
                || !BrazeTransportContract.class.isAssignableFrom(method.getJavaClass())
                || method
                    .getJavaMethod()
                    .getDeclaringClass()
                    .getSimpleName()
                    .equals("AnswerContract"));
  }

  private Class<?> compiled(Snippet snippet) throws Exception {
    return Compiler.compile(snippet.typeName(), snippet.redirected(), directory);
  }

  private static void main(Class<?> program) throws Exception {
    Method main = program.getMethod("main", String[].class);
    main.invoke(null, (Object) new String[0]);
  }

  private static String printed(Class<?> program) throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      main(program);
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
