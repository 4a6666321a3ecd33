internal import NIOHTTP1

/// The files of the page, which are embedded in the program.
enum PageFile {
    /// Returns the file at a path as a response, or `nil` if there is none.
    static func file(at path: String) -> AdminResponse? {
        switch path {
        case "/", "/index.html": AdminResponse(contentType: "text/html; charset=utf-8", PageContents.index.utf8)
        case "/page.js": AdminResponse(contentType: "text/javascript; charset=utf-8", PageContents.script.utf8)
        case "/page.css": AdminResponse(contentType: "text/css; charset=utf-8", PageContents.style.utf8)
        case "/favicon.svg": AdminResponse(contentType: "image/svg+xml", PageContents.icon.utf8)
        default: nil
        }
    }
}
