package io.github.brazeaudience.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.brazeaudience.documentation.SnippetContext.Comparison;
import io.github.brazeaudience.testing.contract.BrazeTransportContract;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
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

/** Compiles and runs all Java snippets of the documentation and the Javadoc. */
final class DocumentationSnippetsTest {
  private static final Markdown README = Markdown.readme();
  private static final List<Markdown> PAGES = Markdown.pages();

  @TempDir private Path directory;

  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(loader);
  }

  static List<Snippet> snippets() {
    return PAGES.stream().flatMap(page -> page.blocks("java").stream()).map(Snippet::new).toList();
  }

  static List<Snippet> statements() {
    return Stream.concat(snippets().stream(), JavadocSnippets.all().stream().map(Snippet::new))
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
  void packageJavadoc_eachExportedPackage_hasASnippet() {
    assertThat(JavadocSnippets.all().stream().map(Markdown.Block::language))
        .containsAll(JavadocSnippets.packageInfoFiles());
  }

  @ParameterizedTest
  @MethodSource("statements")
  void statements_run_yieldTheDocumentedValues(Snippet snippet) throws Exception {
    assertThat(snippet.results()).as("documented values of %s", snippet).isPositive();
    try (SnippetContext context = new SnippetContext()) {
      runMain(compile(snippet));
      assertThat(context.comparisons())
          .hasSizeGreaterThanOrEqualTo(snippet.results())
          .allSatisfy(it -> assertThat(it.actual()).isEqualTo(it.expected()));
      assertThat(context.comparisons().stream().map(Comparison::expected).distinct().count())
          .isLessThanOrEqualTo(snippet.results());
      assertThat(context.braze().silentLosses().total()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programs_run_printTheDocumentedOutput(Snippet program) throws Exception {
    Markdown.Block expected = README.after(program.block());
    assertThat(expected.language()).isEqualTo("text");
    assertThat(program.redirected()).isNotEqualTo(program.asShown());
    SnippetCompiler.compile(program.typeName(), program.asShown(), directory.resolve("shown"));
    try (SnippetContext context = new SnippetContext()) {
      Class<?> compiled = compile(program);
      assertThat(output(compiled).strip()).isEqualTo(expected.text());
      assertThat(context.braze().profile("u-1").orElseThrow().attribute("SegmentMembership"))
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
                .selectors(selectClass(compile(test)))
                .filters(oneContractClass())
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
   * Selects only one class of the contract suite. The module examples/custom-transport runs the
   * whole suite with the same transport.
   */
  private static PostDiscoveryFilter oneContractClass() {
    return test ->
        FilterResult.includedIf(
            !(test.getSource().orElse(null)
                    instanceof org.junit.platform.engine.support.descriptor.MethodSource method)
                || !BrazeTransportContract.class.isAssignableFrom(method.getJavaClass())
                || method
                    .getJavaMethod()
                    .getDeclaringClass()
                    .getSimpleName()
                    .equals("ResponseContract"));
  }

  /** Spring finds classes with the context class loader. */
  private Class<?> compile(Snippet snippet) throws Exception {
    Class<?> compiled =
        SnippetCompiler.compile(snippet.typeName(), snippet.redirected(), directory);
    Thread.currentThread().setContextClassLoader(compiled.getClassLoader());
    return compiled;
  }

  private static void runMain(Class<?> program) throws Exception {
    Method main = program.getMethod("main", String[].class);
    main.invoke(null, (Object) new String[0]);
  }

  private static String output(Class<?> program) throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      runMain(program);
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
