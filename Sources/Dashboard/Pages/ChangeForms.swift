import Accounting
import JoulebookKit
import Reporting

/// What can be changed about a run: forms where the ledger may be changed, the commands else.
struct ChangeForms {
  let run: Run
  let site: Site

  var html: HTML {
    guard site.options.allowsWrites else {
      return """
        <section aria-labelledby="tags"><h2 id="tags">Tags</h2><p>The ledger is served for reading. \
        On the command line: <code>joulebook tag \(run.id) key=value</code>, <code>joulebook rm \(run.id)</code></p></section>
        """
    }
    let address = RunParts.address(of: run.id) + "/tags"
    let rows = run.tags.sorted { $0.key < $1.key }.map { key, value -> HTML in
      """
      <li><form method="post" action="\(address)"><input type="hidden" name="key" value="\(site.formKey)">
      <input type="hidden" name="remove" value="\(key)">\(key.cut(to: 60))=\(value.cut(to: 60))
      <button class="quiet" aria-label="Take off \(key.cut(to: 60))">×</button></form></li>
      """
    }
    return """
      <section aria-labelledby="tags"><h2 id="tags">Tags</h2>
      \(rows.isEmpty ? "<p>None yet.</p>" : "<ul class=\"chips\">\(rows)</ul>" as HTML)
      <form method="post" action="\(address)" class="bar"><input type="hidden" name="key" value="\(site.formKey)">
      <div><label for="tag">A tag, key=value</label><input id="tag" name="tag" required placeholder="seed=1" autocomplete="off"></div>
      <button>Set</button></form></section>
      <section aria-labelledby="removal"><h2 id="removal">Remove</h2>
      <p>The run leaves the ledger. Its id stays with the reason, so that it is not booked again.</p>
      <form method="post" action="\(RunParts.address(of: run.id))/remove" class="bar">
      <input type="hidden" name="key" value="\(site.formKey)">
      <div><label for="reason">Reason</label><input id="reason" name="reason" required autocomplete="off"></div>
      <div><label class="inline"><input type="checkbox" name="sure" value="yes" required> I am sure</label></div>
      <button class="quiet">Remove this run</button></form></section>
      """
  }
}
