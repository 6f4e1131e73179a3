import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * Lucene's ArabicAnalyzer and BM25 over title and body, as one of the contenders.
 *
 * <p>index ARTICLES.jsonl.gz FOLDER THREADS: builds one segment, with stored text and positions.
 * <p>query FOLDER QUESTIONS.jsonl MODE WARM PASSES BUDGET_SECONDS OUT.json: asks for the ten best, over and over.
 * MODE is "stems", or "full", which highlights two passages in each of the ten as well.
 */
public final class LuceneContender {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double BUFFER_MB = 256;
  private static final float TITLE_WEIGHT = 2f;
  private static final int HITS = 10;
  private static final int PASSAGES = 2;

  public static void main(String[] args) throws Exception {
    if (args[0].equals("index")) {
      index(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
    } else {
      query(args);
    }
  }

  private static void index(Path articles, Path folder, int threads) throws Exception {
    long began = System.nanoTime();
    IndexWriterConfig config = new IndexWriterConfig(new ArabicAnalyzer());
    config.setSimilarity(new BM25Similarity()).setRAMBufferSizeMB(BUFFER_MB);
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config)) {
      addAll(articles, writer, threads);
      writer.commit();
      double committed = (System.nanoTime() - began) / 1e9;
      writer.forceMerge(1);
      writer.commit();
      double merged = (System.nanoTime() - began) / 1e9;
      Map<String, Object> told = Map.of(
          "documents", writer.getDocStats().numDocs, "segments", 1,
          "committed_s", committed, "merged_s", merged);
      System.out.println(JSON.writeValueAsString(told));
    }
  }

  private static void addAll(Path articles, IndexWriter writer, int threads) throws Exception {
    if (threads == 1) {
      addLines(articles, writer, Runnable::run);
      return;
    }
    // The reading thread works too whenever the queue is full, so the pool is one smaller.
    ThreadPoolExecutor pool = new ThreadPoolExecutor(threads - 1, threads - 1, 0, TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(1000), new ThreadPoolExecutor.CallerRunsPolicy());
    addLines(articles, writer, pool);
    pool.shutdown();
    pool.awaitTermination(1, TimeUnit.HOURS);
  }

  private static void addLines(Path articles, IndexWriter writer, Executor executor) throws IOException {
    try (BufferedReader lines = open(articles)) {
      for (String line; (line = lines.readLine()) != null; ) {
        String one = line;
        executor.execute(() -> add(one, writer));
      }
    }
  }

  private static BufferedReader open(Path path) throws IOException {
    InputStream bytes = new GZIPInputStream(Files.newInputStream(path), 1 << 16);
    return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16);
  }

  private static void add(String line, IndexWriter writer) {
    try {
      JsonNode article = JSON.readTree(line);
      JsonNode text = article.has("text") ? article.get("text") : article.path("content");
      Document document = new Document();
      document.add(new StringField("id", article.path("id").asText(), Field.Store.YES));
      document.add(new TextField("title", article.path("title").asText(""), Field.Store.YES));
      document.add(new TextField("body", text.asText(""), Field.Store.YES));
      writer.addDocument(document);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private record Question(String text, boolean phrase) {}

  private static void query(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    List<Question> questions = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[2]))) {
      JsonNode asked = JSON.readTree(line);
      questions.add(new Question(asked.get("text").asText(), asked.get("kind").asText().equals("phrase")));
    }
    int warm = Integer.parseInt(args[4]);
    int passes = Integer.parseInt(args[5]);
    double budget = Double.parseDouble(args[6]) * 1e9;
    try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder))) {
      Asker asker = new Asker(new IndexSearcher(reader), args[3].equals("full"));
      List<double[]> measured = new ArrayList<>();
      long began = System.nanoTime();
      for (int pass = 0; pass < warm + passes; pass++) {
        double[] times = asker.pass(questions);
        if (pass >= warm) {
          measured.add(times);
        }
        if (!measured.isEmpty() && System.nanoTime() - began > budget) {
          break;
        }
      }
      Map<String, Object> told = Map.of("passes", measured, "top", asker.ids(questions));
      JSON.writeValue(Path.of(args[7]).toFile(), told);
    }
  }

  private static final class Asker {
    private final IndexSearcher searcher;
    private final boolean full;
    private final Analyzer analyzer = new ArabicAnalyzer();
    private final QueryBuilder builder = new QueryBuilder(analyzer);
    private final UnifiedHighlighter highlighter;

    Asker(IndexSearcher searcher, boolean full) {
      this.searcher = searcher;
      this.full = full;
      searcher.setSimilarity(new BM25Similarity());
      highlighter = new UnifiedHighlighter(searcher, analyzer);
    }

    double[] pass(List<Question> questions) throws IOException {
      double[] times = new double[questions.size()];
      for (int at = 0; at < times.length; at++) {
        long began = System.nanoTime();
        Query query = parse(questions.get(at));
        TopDocs top = searcher.search(query, HITS);
        if (full) {
          highlighter.highlight("body", query, top, PASSAGES);
        }
        times[at] = (System.nanoTime() - began) / 1e6;
      }
      return times;
    }

    List<List<String>> ids(List<Question> questions) throws IOException {
      List<List<String>> all = new ArrayList<>();
      for (Question question : questions) {
        List<String> ids = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(parse(question), HITS).scoreDocs) {
          ids.add(searcher.doc(hit.doc).get("id"));
        }
        all.add(ids);
      }
      return all;
    }

    private Query parse(Question question) {
      Query title = parse("title", question);
      Query body = parse("body", question);
      if (title == null || body == null) {
        return new MatchNoDocsQuery();
      }
      BooleanQuery.Builder both = new BooleanQuery.Builder();
      both.add(new BoostQuery(title, TITLE_WEIGHT), Occur.SHOULD);
      return both.add(body, Occur.SHOULD).build();
    }

    private Query parse(String field, Question question) {
      return question.phrase()
          ? builder.createPhraseQuery(field, question.text())
          : builder.createBooleanQuery(field, question.text());
    }
  }
}
