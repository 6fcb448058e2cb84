/** Endings of files that a program turns into other files, such as Dockerfiles and manifests. */
export const TEMPLATE_ENDING =
  /\.(?:j2|jinja2?|tmpl|tpl|template|erb|ejs|mustache|hbs|handlebars|gotmpl|m4|in)$/i;
