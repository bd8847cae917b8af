<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>Select a mask that was grown: this key takes its next best size.</source>
        <translation>请选择一个生长得到的掩膜：此键取其次优大小。</translation>
    </message>
    <message>
        <source>No other size stands out on this growth path.</source>
        <translation>此生长路径上没有其他突出的大小。</translation>
    </message>
    <message>
        <source>Select the target to erase from.</source>
        <translation>请先选择要擦除的目标。</translation>
    </message>
    <message>
        <source>Select the target whose mask is to grow or shrink.</source>
        <translation>请先选择要加粗或变细掩膜的目标。</translation>
    </message>
    <message>
        <source>One pixel is left: it cannot shrink.</source>
        <translation>只剩一个像素，无法再缩小。</translation>
    </message>
    <message>
        <source>Nothing to accept: click a target, or press E if the frame is empty.</source>
        <translation>没有可接受的内容：请点击目标；若本帧为空，请按 E。</translation>
    </message>
    <message>
        <source>Delete the targets of this frame before calling it empty.</source>
        <translation>标记为空之前，请先删除本帧的目标。</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>A project, a video, a stack or an image of a folder</source>
        <translation>项目、视频、图像栈，或文件夹中的一幅图像</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;New project…</source>
        <translation>新建项目(&amp;N)…</translation>
    </message>
    <message>
        <source>An empty project; then add sequences to it</source>
        <translation>空项目，随后可向其中添加序列</translation>
    </message>
    <message>
        <source>&amp;Relink images…</source>
        <translation>重新链接图像(&amp;R)…</translation>
    </message>
    <message>
        <source>The images of this sequence have moved</source>
        <translation>本序列的图像已被移动</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Delete target</source>
        <translation>删除目标(&amp;D)</translation>
    </message>
    <message>
        <source>De&amp;select</source>
        <translation>取消选择(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Fit frame</source>
        <translation>适应窗口(&amp;F)</translation>
    </message>
    <message>
        <source>Ce&amp;ntre target in detail</source>
        <translation>在细节视图中居中目标(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Hide masks</source>
        <translation>隐藏掩膜(&amp;H)</translation>
    </message>
    <message>
        <source>Growth &amp;energy</source>
        <translation>生长能量(&amp;E)</translation>
    </message>
    <message>
        <source>The curve in the detail view</source>
        <translation>细节视图中的曲线</translation>
    </message>
    <message>
        <source>Auto &amp;contrast</source>
        <translation>自动对比度(&amp;C)</translation>
    </message>
    <message>
        <source>Window and level from the whole sequence</source>
        <translation>由整个序列确定窗宽和窗位</translation>
    </message>
    <message>
        <source>Click a target: its mask grows. Shift+click: this pixel too; right click: not this pixel.
Ctrl+click: always a new one; Alt+click: exactly this pixel, not the peak beside it</source>
        <translation>点击目标：掩膜随之生长。Shift+点击：此像素也属于；右键：此像素不属于。
Ctrl+点击：总是新建；Alt+点击：正好取此像素，而非旁边的峰值</translation>
    </message>
    <message>
        <source>&amp;Annotate</source>
        <translation>标注(&amp;A)</translation>
    </message>
    <message>
        <source>Se&amp;lect</source>
        <translation>选择(&amp;L)</translation>
    </message>
    <message>
        <source>A folder of images, or of images with labels</source>
        <translation>图像文件夹，或带标注的图像文件夹</translation>
    </message>
    <message>
        <source>&amp;Import labels…</source>
        <translation>导入标注(&amp;I)…</translation>
    </message>
    <message>
        <source>Masks, boxes, points and tracks of other programs: a new project, or into this one</source>
        <translation>其他程序的掩膜、框、点和轨迹：导入新项目或当前项目</translation>
    </message>
    <message>
        <source>A data set: SIRSTD-Pixel, COCO, YOLO, VOC, MOT, LabelMe, CVAT and more</source>
        <translation>数据集：SIRSTD-Pixel、COCO、YOLO、VOC、MOT、LabelMe、CVAT 等</translation>
    </message>
    <message>
        <source>Click a target; drag to move the picture</source>
        <translation>点击目标；拖动可移动画面</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>种子(&amp;S)</translation>
    </message>
    <message>
        <source>Bo&amp;x seed</source>
        <translation>框选种子(&amp;X)</translation>
    </message>
    <message>
        <source>Drag a rough box around a target: its best seed grows, within the box</source>
        <translation>在目标外粗略拖一个框：框内最佳种子在框内生长</translation>
    </message>
    <message>
        <source>&amp;Flood in box</source>
        <translation>框内漫水(&amp;F)</translation>
    </message>
    <message>
        <source>Drag a box: what is connected with its strongest pixel, down to half its height.
The wheel while dragging, or , and . at any time, move the level</source>
        <translation>拖一个框：取与框内最强像素相连、不低于其半高的像素。
拖动时滚轮、或随时按 , 与 . 调节阈值</translation>
    </message>
    <message>
        <source>&amp;Polygon</source>
        <translation>多边形(&amp;P)</translation>
    </message>
    <message>
        <source>Click the corners; a double click, Enter or the first corner closes it.
Backspace takes the last corner back, Esc drops it</source>
        <translation>逐个单击顶点；双击、回车或单击首个顶点闭合。
退格撤回最后一个顶点，Esc 放弃</translation>
    </message>
    <message>
        <source>&amp;Brush</source>
        <translation>画笔(&amp;B)</translation>
    </message>
    <message>
        <source>Add pixels to the selected target</source>
        <translation>向选中的目标添加像素</translation>
    </message>
    <message>
        <source>E&amp;raser</source>
        <translation>橡皮(&amp;R)</translation>
    </message>
    <message>
        <source>Take pixels from the selected target</source>
        <translation>从选中的目标去除像素</translation>
    </message>
    <message>
        <source>&amp;Ignore region</source>
        <translation>忽略区域(&amp;I)</translation>
    </message>
    <message>
        <source>Drag a box around a burnt-in overlay or a lamp: nothing is a target there.
A click on a region lets it go</source>
        <translation>在叠加字符或灯周围拖出方框：其中没有目标。
点击某区域即可取消忽略</translation>
    </message>
    <message>
        <source>R&amp;uler</source>
        <translation>标尺(&amp;U)</translation>
    </message>
    <message>
        <source>Drag: length, dx, dy and angle, and the grey levels along it in the profile; with Shift straight</source>
        <translation>拖动：显示长度、dx、dy 和角度，并在剖面中显示沿线灰度；按住 Shift 为直线</translation>
    </message>
    <message>
        <source>&amp;Keyboard cursor</source>
        <translation>键盘光标(&amp;K)</translation>
    </message>
    <message>
        <source>The arrow keys move a pointer, with Shift by ten pixels; Space clicks, Backspace right-clicks, Esc ends it</source>
        <translation>方向键移动指针，按住 Shift 每次十个像素；空格点击，退格右键，Esc 结束</translation>
    </message>
    <message>
        <source>Bright or &amp;dark target</source>
        <translation>亮目标或暗目标(&amp;D)</translation>
    </message>
    <message>
        <source>For the next clicks: by the image, bright, dark. A track keeps what its targets were clicked with</source>
        <translation>用于之后的点击：由图像决定、亮、暗。轨迹保持其目标点击时的设置</translation>
    </message>
    <message>
        <source>S&amp;maller brush</source>
        <translation>缩小画笔(&amp;M)</translation>
    </message>
    <message>
        <source>Lar&amp;ger brush</source>
        <translation>放大画笔(&amp;G)</translation>
    </message>
    <message>
        <source>Growth: one pi&amp;xel less</source>
        <translation>生长：减少一个像素(&amp;X)</translation>
    </message>
    <message>
        <source>Growth: one pixel m&amp;ore</source>
        <translation>生长：增加一个像素(&amp;O)</translation>
    </message>
    <message>
        <source>Growth: next &amp;best size</source>
        <translation>生长：次优大小(&amp;B)</translation>
    </message>
    <message>
        <source>The best mask of clearly another size, and back</source>
        <translation>大小明显不同的最佳掩膜；再按一次返回</translation>
    </message>
    <message>
        <source>&amp;Thinner mask</source>
        <translation>掩膜变细(&amp;T)</translation>
    </message>
    <message>
        <source>One pixel less all around the selected mask</source>
        <translation>所选掩膜四周收缩一个像素</translation>
    </message>
    <message>
        <source>Th&amp;icker mask</source>
        <translation>掩膜变粗(&amp;I)</translation>
    </message>
    <message>
        <source>One pixel more all around the selected mask</source>
        <translation>所选掩膜四周扩张一个像素</translation>
    </message>
    <message>
        <source>&amp;Copy to next frame</source>
        <translation>复制到下一帧(&amp;C)</translation>
    </message>
    <message>
        <source>The selected mask, moved along with what it covers</source>
        <translation>所选掩膜随其覆盖的内容一同移动</translation>
    </message>
    <message>
        <source>&amp;Accept and go on</source>
        <translation>接受并继续(&amp;A)</translation>
    </message>
    <message>
        <source>Accept the frame&apos;s targets, show the next frame</source>
        <translation>接受本帧的目标，显示下一帧</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Verified empt&amp;y</source>
        <translation>确认为空(&amp;Y)</translation>
    </message>
    <message>
        <source>There is no target in this frame; go on</source>
        <translation>本帧没有目标；继续</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>&amp;Uncertain</source>
        <translation>存疑(&amp;U)</translation>
    </message>
    <message>
        <source>Come back to this frame later; not exported</source>
        <translation>稍后再看本帧；不导出</translation>
    </message>
    <message>
        <source>Mark as &amp;not reviewed</source>
        <translation>标记为未审核(&amp;N)</translation>
    </message>
    <message>
        <source>Take the frame&apos;s review state back</source>
        <translation>收回本帧的审核状态</translation>
    </message>
    <message>
        <source>&amp;Describe</source>
        <translation>描述(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Classes and attributes…</source>
        <translation>类别与属性(&amp;C)…</translation>
    </message>
    <message>
        <source>What targets may be in this project: names, colours and their order, which is that of the keys 1 to 9</source>
        <translation>此项目中目标可以是什么：名称、颜色及次序，次序即按键 1 至 9</translation>
    </message>
    <message>
        <source>&amp;Flag</source>
        <translation>标记(&amp;F)</translation>
    </message>
    <message>
        <source>The selected target, to come back to it; without a selection the frame</source>
        <translation>标记所选目标，以便稍后返回；未选择时标记该帧</translation>
    </message>
    <message>
        <source>&amp;Note…</source>
        <translation>备注(&amp;N)…</translation>
    </message>
    <message>
        <source>A text about the selected target; without a selection about the frame</source>
        <translation>关于所选目标的文字；未选择时关于该帧</translation>
    </message>
    <message>
        <source>F&amp;lag frame</source>
        <translation>标记此帧(&amp;L)</translation>
    </message>
    <message>
        <source>This frame, to come back to it</source>
        <translation>标记此帧，以便稍后返回</translation>
    </message>
    <message>
        <source>N&amp;ote on frame…</source>
        <translation>帧备注(&amp;O)…</translation>
    </message>
    <message>
        <source>A text about this frame</source>
        <translation>关于此帧的文字</translation>
    </message>
    <message>
        <source>No&amp;te on sequence…</source>
        <translation>序列备注(&amp;T)…</translation>
    </message>
    <message>
        <source>A text about the whole sequence</source>
        <translation>关于整个序列的文字</translation>
    </message>
    <message>
        <source>Colours &amp;by class</source>
        <translation>按类别着色(&amp;B)</translation>
    </message>
    <message>
        <source>Targets have the colours of their classes, not of their tracks</source>
        <translation>目标使用其类别的颜色，而非轨迹的颜色</translation>
    </message>
    <message>
        <source>Na&amp;mes of classes</source>
        <translation>显示类别名称(&amp;M)</translation>
    </message>
    <message>
        <source>Written beside the targets in the picture</source>
        <translation>写在画面中的目标旁</translation>
    </message>
    <message>
        <source>The gap at this frame; where there is none here, all gaps of the track.
On chosen frames: what nobody decided on is made anew from both sides</source>
        <translation>填补此帧处的缺口；此处没有缺口时填补该轨迹的所有缺口。
选中多帧时：无人确认的部分从两侧重新生成</translation>
    </message>
    <message>
        <source>&amp;Interpolate</source>
        <translation>插值(&amp;I)</translation>
    </message>
    <message>
        <source>From each target that was set by hand or accepted to the next: what is between them anew</source>
        <translation>从每个手工设定或已接受的目标到下一个：重新生成其间的部分</translation>
    </message>
    <message>
        <source>Apply mask to the r&amp;est</source>
        <translation>将掩膜应用于其余部分(&amp;E)</translation>
    </message>
    <message>
        <source>The masks around this one, up to the next by hand or accepted on either side, take its size and edge</source>
        <translation>此掩膜前后的掩膜采用其大小和边缘，直到两侧下一个手工或已接受的掩膜</translation>
    </message>
    <message>
        <source>Apply to the rest</source>
        <translation>应用于其余部分</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>Training &amp;runs</source>
        <translation>训练任务(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>模型(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Pre-annotate a data set…</source>
        <translation>预标注数据集(&amp;P)…</translation>
    </message>
    <message>
        <source>Masks or suggestions for every image below a folder, into a new project</source>
        <translation>为文件夹下的每幅图像生成掩膜或建议，存入新项目</translation>
    </message>
    <message>
        <source>Let new masks follow the way you draw: before and after on your own targets</source>
        <translation>让新掩膜跟随您的画法：在您自己的目标上对比前后</translation>
    </message>
    <message>
        <source>&amp;Data set</source>
        <translation>数据集(&amp;D)</translation>
    </message>
    <message>
        <source>Find &amp;overlay</source>
        <translation>查找叠加字符(&amp;O)</translation>
    </message>
    <message>
        <source>Text, a reticle or stuck pixels of this sequence: they are ignored</source>
        <translation>此序列中的文字、十字线或坏点：将被忽略</translation>
    </message>
    <message>
        <source>&amp;Ignored regions…</source>
        <translation>忽略的区域(&amp;I)…</translation>
    </message>
    <message>
        <source>What is ignored in this sequence: show it, switch it off, remove it</source>
        <translation>此序列中忽略的内容：显示、关闭、移除</translation>
    </message>
    <message>
        <source>&amp;Statistics…</source>
        <translation>统计(&amp;S)…</translation>
    </message>
    <message>
        <source>Scale, saliency, places and speeds of the labels, and what looks wrong in them</source>
        <translation>标注的尺度、显著性、位置和速度，以及其中可能有误之处</translation>
    </message>
    <message>
        <source>&amp;Compare with…</source>
        <translation>与其他标注比较(&amp;C)…</translation>
    </message>
    <message>
        <source>Another annotator&apos;s labels of these images, or a model&apos;s: where they differ, and what to take over</source>
        <translation>他人或模型对这些图像的标注：有何差异，以及采用哪些</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Next frame</source>
        <translation>下一帧(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous frame</source>
        <translation>上一帧(&amp;P)</translation>
    </message>
    <message>
        <source>10 frames &amp;on</source>
        <translation>前进 10 帧(&amp;O)</translation>
    </message>
    <message>
        <source>10 frames &amp;back</source>
        <translation>后退 10 帧(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;First frame</source>
        <translation>首帧(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Last frame</source>
        <translation>末帧(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Go to frame…</source>
        <translation>转到帧(&amp;G)…</translation>
    </message>
    <message>
        <source>Pl&amp;ay</source>
        <translation>播放(&amp;A)</translation>
    </message>
    <message>
        <source>Show the frames by the clock: the chosen ones, or all; anything you do pauses it</source>
        <translation>按时钟播放选中的帧或全部帧；任何操作都会暂停</translation>
    </message>
    <message>
        <source>Play bac&amp;kwards</source>
        <translation>倒放(&amp;K)</translation>
    </message>
    <message>
        <source>Play fast&amp;er</source>
        <translation>加快播放(&amp;E)</translation>
    </message>
    <message>
        <source>Up to 8x; 1x is 25 frames a second</source>
        <translation>最高 8 倍；1 倍为每秒 25 帧</translation>
    </message>
    <message>
        <source>Play slo&amp;wer</source>
        <translation>减慢播放(&amp;W)</translation>
    </message>
    <message>
        <source>Down to a quarter</source>
        <translation>最低四分之一</translation>
    </message>
    <message>
        <source>Pla&amp;y in a loop</source>
        <translation>循环播放(&amp;Y)</translation>
    </message>
    <message>
        <source>From the last frame on to the first; with chosen frames, over those</source>
        <translation>从末帧接到首帧；选中多帧时只在其中循环</translation>
    </message>
    <message>
        <source>Proje&amp;ct page</source>
        <translation>项目页(&amp;C)</translation>
    </message>
    <message>
        <source>A picture of each sequence with its states, doubt and note: find, sort, open and remove them</source>
        <translation>每个序列的缩略图及其状态、可疑度和备注：查找、排序、打开和移除</translation>
    </message>
    <message>
        <source>Next frame w&amp;ithout a label</source>
        <translation>下一个未标注帧(&amp;I)</translation>
    </message>
    <message>
        <source>In this sequence, then in the others</source>
        <translation>先在此序列中，再到其他序列</translation>
    </message>
    <message>
        <source>Pre&amp;vious frame without a label</source>
        <translation>上一个未标注帧(&amp;V)</translation>
    </message>
    <message>
        <source>Next frame to &amp;review</source>
        <translation>下一个待审核帧(&amp;R)</translation>
    </message>
    <message>
        <source>Next to review</source>
        <translation>下一个待审核</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Open the &amp;sample sequence</source>
        <translation>打开示例序列(&amp;S)</translation>
    </message>
    <message>
        <source>Synthetic images with two targets, to try everything on</source>
        <translation>含两个目标的合成图像，可随意试用</translation>
    </message>
    <message>
        <source>&amp;About Label-IRST</source>
        <translation>关于 Label-IRST(&amp;A)</translation>
    </message>
    <message>
        <source>No class</source>
        <translation>无类别</translation>
    </message>
    <message>
        <source>The selected track is of no class</source>
        <translation>所选轨迹没有类别</translation>
    </message>
    <message>
        <source>Class {number}</source>
        <translation>类别 {number}</translation>
    </message>
    <message>
        <source>Of the selected track; of the chosen frames where some are chosen</source>
        <translation>所选轨迹的类别；选中多帧时仅限这些帧</translation>
    </message>
    <message>
        <source>Class {number}, only here</source>
        <translation>类别 {number}，仅此处</translation>
    </message>
    <message>
        <source>No class, only here</source>
        <translation>无类别，仅此处</translation>
    </message>
    <message>
        <source>Only of the target in this frame</source>
        <translation>仅限此帧中的目标</translation>
    </message>
    <message>
        <source>Attribute {number}</source>
        <translation>属性 {number}</translation>
    </message>
    <message>
        <source>Of the selected target, or of its track in the chosen frames: on or off</source>
        <translation>所选目标，或选中帧内其轨迹的属性：开或关</translation>
    </message>
    <message>
        <source>new target</source>
        <translation>新目标</translation>
    </message>
    <message>
        <source>regrown target</source>
        <translation>重新生长的目标</translation>
    </message>
    <message>
        <source>imported labels</source>
        <translation>导入标注</translation>
    </message>
    <message>
        <source>growth step</source>
        <translation>生长步</translation>
    </message>
    <message>
        <source>brush stroke</source>
        <translation>画笔笔画</translation>
    </message>
    <message>
        <source>eraser stroke</source>
        <translation>橡皮笔画</translation>
    </message>
    <message>
        <source>polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>flooded target</source>
        <translation>漫水目标</translation>
    </message>
    <message>
        <source>flood level</source>
        <translation>漫水阈值</translation>
    </message>
    <message>
        <source>box seed</source>
        <translation>框选种子</translation>
    </message>
    <message>
        <source>thicker or thinner mask</source>
        <translation>掩膜变粗或变细</translation>
    </message>
    <message>
        <source>negative click</source>
        <translation>排除像素</translation>
    </message>
    <message>
        <source>positive click</source>
        <translation>正点击</translation>
    </message>
    <message>
        <source>copy to next frame</source>
        <translation>复制到下一帧</translation>
    </message>
    <message>
        <source>deleted target</source>
        <translation>删除的目标</translation>
    </message>
    <message>
        <source>merged labels of two annotators</source>
        <translation>合并两人的标注</translation>
    </message>
    <message>
        <source>accepted frame</source>
        <translation>接受的帧</translation>
    </message>
    <message>
        <source>verified empty</source>
        <translation>确认为空</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>未审核</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>classes and attributes</source>
        <translation>类别与属性</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>以指针为中心缩放</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Walk the growth path</source>
        <translation>沿生长路径移动</translation>
    </message>
    <message>
        <source>Shift+wheel</source>
        <translation>Shift+滚轮</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>移动画面</translation>
    </message>
    <message>
        <source>middle drag; with Select also left drag</source>
        <translation>中键拖动；选择工具下也可左键拖动</translation>
    </message>
    <message>
        <source>Grow a new target on a new track</source>
        <translation>在新轨迹上生长新目标</translation>
    </message>
    <message>
        <source>Ctrl+click</source>
        <translation>Ctrl+点击</translation>
    </message>
    <message>
        <source>Take a pixel out of a mask, and keep it out</source>
        <translation>将像素移出掩膜，并不再纳入</translation>
    </message>
    <message>
        <source>right click</source>
        <translation>右键单击</translation>
    </message>
    <message>
        <source>Choose frames: keys act on all of them</source>
        <translation>选中多帧：按键作用于全部</translation>
    </message>
    <message>
        <source>Shift+drag in timeline or film strip</source>
        <translation>在时间轴或胶片条中按住 Shift 拖动</translation>
    </message>
    <message>
        <source>Pointer</source>
        <translation>指针</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Marks of frames and targets</source>
        <translation>帧与目标的记号</translation>
    </message>
    <message>
        <source>One click grows the pixel mask of an infrared small target.</source>
        <translation>一次点击，生成红外小目标的像素掩膜。</translation>
    </message>
    <message>
        <source>The method is that of Gao et al., Point-to-Mask.</source>
        <translation>方法出自 Gao 等人的 Point-to-Mask。</translation>
    </message>
    <message>
        <source>About Label-IRST</source>
        <translation>关于 Label-IRST</translation>
    </message>
    <message>
        <source>Log, which stays on this machine:</source>
        <translation>日志（仅保存在本机）：</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Track {number}</source>
        <translation>轨迹 {number}</translation>
    </message>
    <message>
        <source>Settin&amp;gs…</source>
        <translation>设置(&amp;G)…</translation>
    </message>
    <message>
        <source>Theme, language and keys</source>
        <translation>主题、语言与按键</translation>
    </message>
    <message>
        <source>Choose a track first: in the list, or by one of its targets.</source>
        <translation>请先选择一条轨迹：在列表中选，或点选它的任一目标。</translation>
    </message>
    <message>
        <source>{track} has no targets both before and from this frame on: nothing to split.</source>
        <translation>{track} 在本帧之前或从本帧起没有目标：无可拆分。</translation>
    </message>
    <message>
        <source>{one} and {other} both have a target in frame {frame}: they are two objects.</source>
        <translation>{one} 与 {other} 在第 {frame} 帧各有一个目标：它们是两个物体。</translation>
    </message>
    <message>
        <source>{track} has no target from this frame on: split or merge instead.</source>
        <translation>{track} 从本帧起没有目标：请改用拆分或合并。</translation>
    </message>
    <message>
        <source>The track has no target there.</source>
        <translation>该轨迹在那里没有目标。</translation>
    </message>
    <message>
        <source>That would be all of {track}: delete the track, or go to one of its frames.</source>
        <translation>这将是 {track} 的全部：请删除整条轨迹，或转到它的某一帧。</translation>
    </message>
    <message>
        <source>The track has no gap.</source>
        <translation>该轨迹没有间断。</translation>
    </message>
    <message>
        <source>{changed} of {masks} changed.</source>
        <translation>{masks}中有 {changed} 个已更改。</translation>
    </message>
    <message>
        <source>{changed} of {masks} changed; {kept} that you changed meanwhile stay.</source>
        <translation>{masks}中有 {changed} 个已更改；您期间更改的 {kept} 个保持不变。</translation>
    </message>
    <message>
        <source>Frame {number}</source>
        <translation>第 {number} 帧</translation>
    </message>
    <message>
        <source>Image {number}</source>
        <translation>图像 {number}</translation>
    </message>
    <message>
        <source>a target has a note</source>
        <translation>有目标带备注</translation>
    </message>
    <message>
        <source>images not found</source>
        <translation>找不到图像</translation>
    </message>
    <message>
        <source>Add a note (F2)</source>
        <translation>添加备注（F2）</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>on show</source>
        <translation>正在显示</translation>
    </message>
    <message>
        <source>◌ suggestions</source>
        <translation>◌ 有建议</translation>
    </message>
    <message>
        <source>doubt {percent} %</source>
        <translation>可疑度 {percent} %</translation>
    </message>
    <message>
        <source>1 frame</source>
        <translation>1 帧</translation>
    </message>
    <message>
        <source>{count} frames</source>
        <translation>{count} 帧</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 幅图像</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} 幅图像</translation>
    </message>
    <message>
        <source>{count} targets</source>
        <translation>{count} 个目标</translation>
    </message>
    <message>
        <source>1 target</source>
        <translation>1 个目标</translation>
    </message>
    <message>
        <source>1 sequence</source>
        <translation>1 个序列</translation>
    </message>
    <message>
        <source>1 mask</source>
        <translation>1 个掩膜</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>Select the target to copy to the next frame.</source>
        <translation>请先选择要复制到下一帧的目标。</translation>
    </message>
    <message>
        <source>This is the last frame.</source>
        <translation>已是最后一帧。</translation>
    </message>
    <message>
        <source>Target {track} is accepted in the next frame; delete it there first.</source>
        <translation>下一帧中的目标 {track} 已被接受；请先在那里删除它。</translation>
    </message>
    <message>
        <source>The target leaves the picture.</source>
        <translation>目标离开了画面。</translation>
    </message>
    <message>
        <source>Select a target first: Shift+click then adds a pixel to it.</source>
        <translation>请先选择目标：之后 Shift+点击为其添加像素。</translation>
    </message>
    <message>
        <source>This pixel is part of the target already.</source>
        <translation>此像素已属于该目标。</translation>
    </message>
    <message>
        <source>There is no mask here: a right click takes a pixel out of a mask.</source>
        <translation>此处没有掩膜：右键单击用于将像素移出掩膜。</translation>
    </message>
    <message>
        <source>It is the only pixel of its mask; Delete removes the target.</source>
        <translation>这是该掩膜唯一的像素；按 Delete 删除目标。</translation>
    </message>
    <message>
        <source>The growth of this target does not reach this pixel.</source>
        <translation>该目标的生长到达不了此像素。</translation>
    </message>
    <message>
        <source>The mask will not grow over this pixel.</source>
        <translation>掩膜今后不会生长到此像素。</translation>
    </message>
    <message>
        <source>The polygon lies outside of the picture.</source>
        <translation>多边形在画面之外。</translation>
    </message>
    <message>
        <source>Drag a box around the target.</source>
        <translation>请在目标周围拖出一个框。</translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>&amp;Track</source>
        <translation>轨迹(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Split here</source>
        <translation>在此拆分(&amp;S)</translation>
    </message>
    <message>
        <source>From this frame on, the targets are a track of their own</source>
        <translation>从本帧起，目标成为一条单独的轨迹</translation>
    </message>
    <message>
        <source>&amp;Merge with…</source>
        <translation>合并(&amp;M)…</translation>
    </message>
    <message>
        <source>Another track becomes part of this one</source>
        <translation>把另一条轨迹并入本轨迹</translation>
    </message>
    <message>
        <source>S&amp;wap with…</source>
        <translation>互换(&amp;W)…</translation>
    </message>
    <message>
        <source>From this frame on, two tracks change places</source>
        <translation>从本帧起，两条轨迹互换</translation>
    </message>
    <message>
        <source>&amp;Fill gap</source>
        <translation>填补间断(&amp;F)</translation>
    </message>
    <message>
        <source>Re&amp;grow…</source>
        <translation>重新生长(&amp;G)…</translation>
    </message>
    <message>
        <source>All masks of the track again, with the parameters set now</source>
        <translation>用当前参数重新生长该轨迹的全部掩膜</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Colour…</source>
        <translation>颜色(&amp;C)…</translation>
    </message>
    <message>
        <source>Delete &amp;before this frame</source>
        <translation>删除本帧之前的部分(&amp;B)</translation>
    </message>
    <message>
        <source>Delete &amp;after this frame</source>
        <translation>删除本帧之后的部分(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Delete track</source>
        <translation>删除轨迹(&amp;D)</translation>
    </message>
    <message>
        <source>Its targets in all frames</source>
        <translation>它在所有帧中的目标</translation>
    </message>
    <message>
        <source>Current and past runs: curves, log, Stop and Resume</source>
        <translation>当前和以往的训练：曲线、日志、停止与继续</translation>
    </message>
    <message>
        <source>Which model suggests, and where it comes from; import and export</source>
        <translation>由哪个模型给出建议、模型来源；导入与导出</translation>
    </message>
    <message>
        <source>split track</source>
        <translation>拆分轨迹</translation>
    </message>
    <message>
        <source>merged tracks</source>
        <translation>合并轨迹</translation>
    </message>
    <message>
        <source>swapped tracks</source>
        <translation>互换轨迹</translation>
    </message>
    <message>
        <source>filled gap</source>
        <translation>填补间断</translation>
    </message>
    <message>
        <source>frames filled anew</source>
        <translation>重新填补的帧</translation>
    </message>
    <message>
        <source>interpolated frames</source>
        <translation>插值的帧</translation>
    </message>
    <message>
        <source>copy over frames</source>
        <translation>复制到多帧</translation>
    </message>
    <message>
        <source>deleted targets of frames</source>
        <translation>已删除多帧的目标</translation>
    </message>
    <message>
        <source>regrown track</source>
        <translation>重新生长轨迹</translation>
    </message>
    <message>
        <source>mask applied to the rest</source>
        <translation>掩膜已应用于其余部分</translation>
    </message>
    <message>
        <source>deleted track</source>
        <translation>删除轨迹</translation>
    </message>
    <message>
        <source>deleted track before</source>
        <translation>删除轨迹前段</translation>
    </message>
    <message>
        <source>deleted track after</source>
        <translation>删除轨迹后段</translation>
    </message>
    <message>
        <source>removed sequence</source>
        <translation>已移除序列</translation>
    </message>
    <message>
        <source>note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>ignored region</source>
        <translation>忽略的区域</translation>
    </message>
    <message>
        <source>region no longer ignored</source>
        <translation>不再忽略的区域</translation>
    </message>
    <message>
        <source>name or colour of track</source>
        <translation>轨迹的名称或颜色</translation>
    </message>
    <message>
        <source>&amp;Display…</source>
        <translation>显示(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Add sequences…</source>
        <translation>添加序列(&amp;A)…</translation>
    </message>
    <message>
        <source>Videos and stacks, to this project; any number at once</source>
        <translation>向此项目添加视频和图像栈；一次可选任意多个</translation>
    </message>
    <message>
        <source>A&amp;dd folders…</source>
        <translation>添加文件夹(&amp;D)…</translation>
    </message>
    <message>
        <source>Folders of images, to this project; any number at once</source>
        <translation>向此项目添加图像文件夹；一次可选任意多个</translation>
    </message>
    <message>
        <source>Lets go of the chosen frames first, then of the target.
Brush strokes then start a new target</source>
        <translation>先取消选中的帧，再取消选择目标。
之后画笔将新建目标</translation>
    </message>
    <message>
        <source>Choose frames &amp;from here</source>
        <translation>从此帧开始选择(&amp;F)</translation>
    </message>
    <message>
        <source>Delete, Accept, Empty, Uncertain, Copy, Fill and Hide then act on all of them.
Also Shift and the mouse in the timeline or the film strip</source>
        <translation>之后删除、接受、确认为空、存疑、复制、填补和隐藏作用于全部所选帧。
也可在时间轴或胶片条中按住 Shift 用鼠标选择</translation>
    </message>
    <message>
        <source>Choose frames up &amp;to here</source>
        <translation>选择到此帧为止(&amp;T)</translation>
    </message>
    <message>
        <source>The chosen frames end here</source>
        <translation>所选的帧到此结束</translation>
    </message>
    <message>
        <source>Choose &amp;all frames</source>
        <translation>选择所有帧(&amp;A)</translation>
    </message>
    <message>
        <source>Of the selected track; without one, of the sequence</source>
        <translation>所选轨迹的所有帧；没有选择时为整个序列</translation>
    </message>
    <message>
        <source>Lou&amp;pe</source>
        <translation>放大镜(&amp;P)</translation>
    </message>
    <message>
        <source>Beside the pointer, at 8x, the mask that a click would give</source>
        <translation>在指针旁以 8 倍显示点击将得到的掩膜</translation>
    </message>
    <message>
        <source>Mas&amp;k style</source>
        <translation>掩膜样式(&amp;K)</translation>
    </message>
    <message>
        <source>Side b&amp;y side</source>
        <translation>并排比较(&amp;Y)</translation>
    </message>
    <message>
        <source>Below mine the labels of another project, a data set or a model, where they differ marked</source>
        <translation>在我的标注下方显示另一项目、数据集或模型的标注，并标出差异</translation>
    </message>
    <message>
        <source>Theirs o&amp;ver mine</source>
        <translation>叠加对方标注(&amp;V)</translation>
    </message>
    <message>
        <source>The same labels as dashed outlines over mine</source>
        <translation>以虚线轮廓将同样的标注叠加在我的标注上</translation>
    </message>
    <message>
        <source>Choose &amp;what is beside…</source>
        <translation>选择比较对象(&amp;W)…</translation>
    </message>
    <message>
        <source>Another project, a data set, or the predictions of a model, of the same images</source>
        <translation>相同图像的另一项目、数据集或模型预测</translation>
    </message>
    <message>
        <source>&amp;Grey-level profile</source>
        <translation>灰度剖面(&amp;G)</translation>
    </message>
    <message>
        <source>Raw values through the selected target, or along the ruler</source>
        <translation>穿过所选目标或沿标尺的原始值</translation>
    </message>
    <message>
        <source>Levels, local contrast, colours and filters of the picture</source>
        <translation>画面的灰度级、局部对比度、颜色和滤波</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>L&amp;ocal contrast</source>
        <translation>局部对比度(&amp;O)</translation>
    </message>
    <message>
        <source>Each part of the picture stretched by itself; only on the screen</source>
        <translation>画面各部分分别拉伸；只影响显示</translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation>反相(&amp;I)</translation>
    </message>
    <message>
        <source>Dark targets look bright; the raw values stay</source>
        <translation>暗目标显示为亮；原始值不变</translation>
    </message>
    <message>
        <source>F&amp;rame difference</source>
        <translation>帧间差分(&amp;R)</translation>
    </message>
    <message>
        <source>Only what changed since the frame before</source>
        <translation>只显示相对前一帧的变化</translation>
    </message>
    <message>
        <source>Temporal &amp;median</source>
        <translation>时间中值(&amp;M)</translation>
    </message>
    <message>
        <source>The median of five frames: noise and fast targets go</source>
        <translation>五帧的中值：噪声和快速目标消失</translation>
    </message>
    <message>
        <source>no frame before to compare with</source>
        <translation>没有可比较的前一帧</translation>
    </message>
    <message>
        <source>White-hot</source>
        <translation>白热</translation>
    </message>
    <message>
        <source>Black-hot</source>
        <translation>黑热</translation>
    </message>
    <message>
        <source>Iron</source>
        <translation>铁红</translation>
    </message>
    <message>
        <source>Colours of the picture; inferno and viridis are perceptually uniform</source>
        <translation>图像的配色；inferno 与 viridis 在感知上均匀</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>反相</translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>Change since the frame before</source>
        <translation>相对前一帧的变化</translation>
    </message>
    <message>
        <source>Median of 5 frames</source>
        <translation>5 帧中值</translation>
    </message>
    <message>
        <source>What moves stands out in the change; the median takes noise away, and fast targets</source>
        <translation>变化图中运动目标突出；中值去掉噪声，也去掉快速目标</translation>
    </message>
    <message>
        <source>Above 1 the dark parts are lifted, below 1 the bright parts are spread</source>
        <translation>大于 1 提亮暗部，小于 1 展开亮部</translation>
    </message>
    <message>
        <source>Each part of the picture is stretched by itself (CLAHE); only on the screen</source>
        <translation>画面各部分分别拉伸（CLAHE）；只影响显示</translation>
    </message>
    <message>
        <source>Outline and fill, outline only, fill only</source>
        <translation>轮廓加填充、仅轮廓、仅填充</translation>
    </message>
    <message>
        <source>&amp;Lock view on track</source>
        <translation>视图锁定轨迹(&amp;L)</translation>
    </message>
    <message>
        <source>The views follow the selected track from frame to frame</source>
        <translation>视图逐帧跟随选中的轨迹</translation>
    </message>
    <message>
        <source>&amp;Blink neighbours</source>
        <translation>前后帧闪烁(&amp;B)</translation>
    </message>
    <message>
        <source>The frames before and after take turns with this one; masks stay</source>
        <translation>前一帧、本帧和后一帧轮流显示；掩膜不动</translation>
    </message>
    <message>
        <source>Outline and fill</source>
        <translation>轮廓和填充</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>How masks are drawn, in all projects</source>
        <translation>掩膜的绘制方式，适用于所有项目</translation>
    </message>
    <message>
        <source>How much the fill covers; more for the selected target</source>
        <translation>填充的不透明度；选中的目标更深</translation>
    </message>
    <message>
        <source>T&amp;ools</source>
        <translation>工具(&amp;O)</translation>
    </message>
    <message>
        <source>A box around one target is at most {pixels} pixels wide and high.</source>
        <translation>一个目标的框，宽高最多 {pixels} 像素。</translation>
    </message>
    <message>
        <source>Acce&amp;pt suggestions</source>
        <translation>接受建议(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Suggest on this frame</source>
        <translation>在本帧给出建议(&amp;S)</translation>
    </message>
    <message>
        <source>Also the wheel over the mask in the detail view, and Shift+wheel anywhere</source>
        <translation>也可在细节视图的掩膜上滚动滚轮，或在任意处按住 Shift 滚动</translation>
    </message>
    <message>
        <source>Dashed circles: click one to accept it, right-click to reject it</source>
        <translation>虚线圆圈：单击接受，右键单击拒绝</translation>
    </message>
    <message>
        <source>Suggest on the se&amp;quence</source>
        <translation>在整个序列给出建议(&amp;Q)</translation>
    </message>
    <message>
        <source>On all frames that are not reviewed yet</source>
        <translation>针对所有尚未审核的帧</translation>
    </message>
    <message>
        <source>All of this frame become targets</source>
        <translation>本帧的全部建议都成为目标</translation>
    </message>
    <message>
        <source>Accept suggestions</source>
        <translation>接受建议</translation>
    </message>
    <message>
        <source>accepted suggestions</source>
        <translation>接受建议</translation>
    </message>
    <message>
        <source>rejected suggestion</source>
        <translation>拒绝建议</translation>
    </message>
    <message>
        <source>There is no suggestion to accept in this frame.</source>
        <translation>本帧没有可接受的建议。</translation>
    </message>
    <message>
        <source>Rejected: there is a target here already.</source>
        <translation>已拒绝：此处已有目标。</translation>
    </message>
    <message>
        <source>&amp;Propagate</source>
        <translation>传播(&amp;P)</translation>
    </message>
    <message>
        <source>Follow the selected target through the next frames; without a selection, all of the frame</source>
        <translation>在后续各帧中跟踪所选目标；未选择时跟踪本帧所有目标</translation>
    </message>
    <message>
        <source>Propagate bac&amp;kwards</source>
        <translation>反向传播(&amp;K)</translation>
    </message>
    <message>
        <source>Follow it through the frames before</source>
        <translation>在之前各帧中跟踪该目标</translation>
    </message>
    <message>
        <source>propagation</source>
        <translation>传播</translation>
    </message>
    <message>
        <source>Click a target first: it is then followed from here.</source>
        <translation>请先点击一个目标，然后从此处开始跟踪。</translation>
    </message>
    <message>
        <source>Accept the suggestions first, or some of them, or call the frame empty.</source>
        <translation>请先接受全部或部分建议，或将本帧确认为空。</translation>
    </message>
    <message>
        <source>Accept trac&amp;k</source>
        <translation>接受轨迹(&amp;K)</translation>
    </message>
    <message>
        <source>All targets of the selected track</source>
        <translation>所选轨迹的全部目标</translation>
    </message>
    <message>
        <source>Accept &amp;frames…</source>
        <translation>接受多帧(&amp;F)…</translation>
    </message>
    <message>
        <source>All targets from one frame to another</source>
        <translation>从某帧到另一帧的全部目标</translation>
    </message>
    <message>
        <source>The target that is most likely wrong, of those not yet accepted</source>
        <translation>尚未接受的目标中最可能有误的一个</translation>
    </message>
    <message>
        <source>There is nothing left to accept.</source>
        <translation>没有可接受的目标。</translation>
    </message>
    <message>
        <source>{count} targets accepted.</source>
        <translation>已接受 {count} 个目标。</translation>
    </message>
    <message>
        <source>1 target accepted.</source>
        <translation>已接受 1 个目标。</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>not seen, only expected here</source>
        <translation>未见到，仅为预测位置</translation>
    </message>
    <message>
        <source>low confidence</source>
        <translation>置信度低</translation>
    </message>
    <message>
        <source>mask moved from a neighbour</source>
        <translation>掩膜由相邻帧移来</translation>
    </message>
    <message>
        <source>low contrast</source>
        <translation>对比度低</translation>
    </message>
    <message>
        <source>area jumps</source>
        <translation>面积突变</translation>
    </message>
    <message>
        <source>place jumps</source>
        <translation>位置突变</translation>
    </message>
    <message>
        <source>two masks fit</source>
        <translation>两种掩膜皆可</translation>
    </message>
    <message>
        <source>low ρ</source>
        <translation>ρ 偏低</translation>
    </message>
    <message>
        <source>touches the border</source>
        <translation>触及边界</translation>
    </message>
    <message>
        <source>touches another target</source>
        <translation>触及其他目标</translation>
    </message>
    <message>
        <source>missed by the model</source>
        <translation>模型漏检</translation>
    </message>
    <message>
        <source>false alarm of the model</source>
        <translation>模型虚警</translation>
    </message>
    <message>
        <source>Film &amp;strip</source>
        <translation>胶片条(&amp;S)</translation>
    </message>
    <message>
        <source>The target along its track, frame by frame</source>
        <translation>目标沿其轨迹逐帧显示</translation>
    </message>
    <message>
        <source>sequence</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>labelled</source>
        <translation>已标注</translation>
    </message>
    <message>
        <source>targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空帧</translation>
    </message>
    <message>
        <source>SCR, signal-to-clutter ratio: how far the target stands out. Mean of the target minus mean of a ring around it, over the spread of that ring. Below 3 it is hard to see.</source>
        <translation>SCR，信杂比：目标的突出程度。目标均值与周围环带均值之差，除以环带的离散程度。低于 3 时难以看清。</translation>
    </message>
    <message>
        <source>ρ (rho): SCR over the least that the method needs there (Eq. 9 of the paper). At 1 or below the mask is a guess: look twice.</source>
        <translation>ρ（rho）：SCR 与该处方法所需最小值之比（论文式 9）。不大于 1 时掩膜只是猜测：请仔细查看。</translation>
    </message>
    <message>
        <source>area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Area: the number of pixels of the mask.</source>
        <translation>面积：掩膜的像素数。</translation>
    </message>
    <message>
        <source>radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source>Radius: that of a disc with the area of the mask, in pixels.</source>
        <translation>半径：与掩膜等面积的圆的半径，单位像素。</translation>
    </message>
    <message>
        <source>peak</source>
        <translation>峰值</translation>
    </message>
    <message>
        <source>Peak: the raw value of the strongest pixel of the target.</source>
        <translation>峰值：目标最强像素的原始值。</translation>
    </message>
    <message>
        <source>background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Background: the mean raw value in a ring around the target.</source>
        <translation>背景：目标周围环带内原始值的均值。</translation>
    </message>
    <message>
        <source>doubt</source>
        <translation>可疑度</translation>
    </message>
    <message>
        <source>Doubt: the probability that this mask is wrong, from its contrast, its energy, and how it differs from its neighbours in time. The review begins with the highest.</source>
        <translation>可疑度：此掩膜有误的概率，由其对比度、能量以及与前后帧的差异得出。审核从最高者开始。</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Confidence: how sure following a target is that it still has it, from 0 to 1.</source>
        <translation>置信度：跟踪对仍跟住目标的把握，从 0 到 1。</translation>
    </message>
    <message>
        <source>why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>The reason for the doubt that weighs most.</source>
        <translation>可疑的最主要原因。</translation>
    </message>
    <message>
        <source>support</source>
        <translation>支持半径</translation>
    </message>
    <message>
        <source>Support radius R_s: how far from the click a mask may grow, in pixels. Larger targets need more.</source>
        <translation>支持半径 R_s：掩膜可从点击处生长多远，单位像素。较大的目标需要更大。</translation>
    </message>
    <message>
        <source>gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>Gamma: above 1 shows dark parts brighter, below 1 darker. Only the picture changes, never the values.</source>
        <translation>伽马：大于 1 时暗部更亮，小于 1 时更暗。只改变画面，不改变数值。</translation>
    </message>
    <message>
        <source>levels</source>
        <translation>灰阶</translation>
    </message>
    <message>
        <source>Levels: the raw values that are shown as black and as white. Only the picture changes.</source>
        <translation>灰阶：显示为黑和白的原始值。只改变画面。</translation>
    </message>
    <message>
        <source>window</source>
        <translation>窗宽</translation>
    </message>
    <message>
        <source>Window: the range of raw values between black and white; level is its middle.</source>
        <translation>窗宽：黑与白之间的原始值范围；窗位为其中点。</translation>
    </message>
    <message>
        <source>Pd, probability of detection: the share of the true targets that a model finds.</source>
        <translation>Pd，检测概率：模型找到的真实目标所占比例。</translation>
    </message>
    <message>
        <source>Fa, false alarms: the share of all pixels that a model takes for a target and that is none.</source>
        <translation>Fa，虚警率：被模型误认为目标的像素占全部像素的比例。</translation>
    </message>
    <message>
        <source>IoU, intersection over union: the pixels that two masks share, over all pixels of both. 1 is the same mask, 0 no common pixel.</source>
        <translation>IoU，交并比：两个掩膜共有的像素与两者全部像素之比。1 为相同，0 为没有共同像素。</translation>
    </message>
    <message>
        <source>nIoU: the mean of the IoU of each image, so that small targets count as much as large ones.</source>
        <translation>nIoU：各图像 IoU 的均值，使小目标与大目标同等重要。</translation>
    </message>
    <message>
        <source>false targets a frame</source>
        <translation>每帧虚警</translation>
    </message>
    <message>
        <source>False targets a frame: what a model finds where no target is, on average. A lower threshold finds more of both.</source>
        <translation>每帧虚警：模型在没有目标处平均找到的数量。阈值越低，两者都越多。</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Threshold: the least score with which a detection counts.</source>
        <translation>阈值：检测计入所需的最低得分。</translation>
    </message>
    <message>
        <source>score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Score: how sure a detector is, from 0 to 1.</source>
        <translation>得分：检测器的把握，从 0 到 1。</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Loss: what training makes smaller, step by step. It should fall, then level off.</source>
        <translation>损失：训练逐步减小的量。它应先下降，再趋平。</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Epoch: the number of times that training has gone through all of its crops.</source>
        <translation>轮次：训练遍历全部裁剪的次数。</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Step: one change of the model, from one batch of crops.</source>
        <translation>步：由一批裁剪引起的一次模型更新。</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Batch: the number of crops that the model sees before it changes.</source>
        <translation>批大小：模型每次更新前看到的裁剪数。</translation>
    </message>
    <message>
        <source>track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Track: the same object through the frames.</source>
        <translation>轨迹：同一物体在各帧中的延续。</translation>
    </message>
    <message>
        <source>Tracks: objects that are followed through the frames.</source>
        <translation>轨迹：在各帧中被跟踪的物体。</translation>
    </message>
    <message>
        <source>Class: what the target is, such as drone or bird; the project has its own list.</source>
        <translation>类别：目标是什么，如无人机或鸟；每个项目有自己的列表。</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>State: who made the mask, and whether somebody has accepted it.</source>
        <translation>状态：掩膜由谁得出，是否已有人接受。</translation>
    </message>
    <message>
        <source>status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Whether the run waits, works, has finished, was stopped or has failed.</source>
        <translation>任务处于等待、运行、完成、停止或失败。</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>The frame&apos;s number; the first one is 1.</source>
        <translation>帧号；第一帧为 1。</translation>
    </message>
    <message>
        <source>Frames: from the first to the last, or how many.</source>
        <translation>帧：从首帧到末帧，或帧数。</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Accepted: targets of the track that were accepted, of all it has.</source>
        <translation>已接受：该轨迹全部目标中已接受的数量。</translation>
    </message>
    <message>
        <source>Labelled: frames with a target, or verified to have none.</source>
        <translation>已标注：有目标或已确认为空的帧。</translation>
    </message>
    <message>
        <source>Empty: frames verified to hold no target.</source>
        <translation>空：已确认没有目标的帧。</translation>
    </message>
    <message>
        <source>no entry</source>
        <translation>无条目</translation>
    </message>
    <message>
        <source>No entry: frames about which the labels say nothing; they stay unseen.</source>
        <translation>无条目：标注未提及的帧；保持未查看。</translation>
    </message>
    <message>
        <source>Targets: objects in frames; one that is seen in ten frames counts ten times.</source>
        <translation>目标：帧中的物体；在十帧中出现的计十次。</translation>
    </message>
    <message>
        <source>Sequence: the frames of one video, stack or folder.</source>
        <translation>序列：一个视频、图像栈或文件夹的各帧。</translation>
    </message>
    <message>
        <source>Width and height of the frames, in pixels.</source>
        <translation>帧的宽和高，单位像素。</translation>
    </message>
    <message>
        <source>part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Whether the sequence is for training, for validation or for testing.</source>
        <translation>序列用于训练、验证还是测试。</translation>
    </message>
    <message>
        <source>split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>role</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Train: the model learns from it. Validate: it is measured on it. Test: kept apart.</source>
        <translation>训练：模型从中学习。验证：在其上测量。测试：单独保留。</translation>
    </message>
    <message>
        <source>run</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Run: one training, with its settings and its result.</source>
        <translation>任务：一次训练及其设置和结果。</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Model: the weights that a training ended with; one of them makes the suggestions.</source>
        <translation>模型：训练结束时的权重；其中一个给出建议。</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>训练时间</translation>
    </message>
    <message>
        <source>The day on which the training ended.</source>
        <translation>训练结束的日期。</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Whether both annotators have the target, and how far their masks agree.</source>
        <translation>两位标注者是否都有该目标，以及掩膜的一致程度。</translation>
    </message>
    <message>
        <source>apart px</source>
        <translation>相距（像素）</translation>
    </message>
    <message>
        <source>Apart: the distance between the middles of both masks, in pixels.</source>
        <translation>相距：两个掩膜中心之间的距离，单位像素。</translation>
    </message>
    <message>
        <source>decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>What you have decided: to keep yours, or to take theirs, both or what is common.</source>
        <translation>您的决定：保留自己的，或采用对方的、两者，或共同部分。</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>尺度</translation>
    </message>
    <message>
        <source>Scale: the side of a square with the area of the target, in pixels.</source>
        <translation>尺度：与目标等面积的正方形边长，单位像素。</translation>
    </message>
    <message>
        <source>saliency</source>
        <translation>显著性</translation>
    </message>
    <message>
        <source>Saliency: how far targets stand out, as SCR.</source>
        <translation>显著性：目标的突出程度，以 SCR 表示。</translation>
    </message>
    <message>
        <source>speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed: how far the middle of a target moves from frame to frame, in pixels.</source>
        <translation>速度：目标中心逐帧移动的距离，单位像素。</translation>
    </message>
    <message>
        <source>growth energy</source>
        <translation>生长能量</translation>
    </message>
    <message>
        <source>Growth energy: how well the mask with so many pixels fits. The best step is the mask; the handle chooses another one.</source>
        <translation>生长能量：相应像素数的掩膜的契合程度。最佳步即为掩膜；用手柄可另选一步。</translation>
    </message>
    <message>
        <source>Sequences</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>pre-annotation</source>
        <translation>预标注</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>What is built: a row of the paper&apos;s Table VI</source>
        <translation>网络结构：论文表 VI 中的一行</translation>
    </message>
    <message>
        <source>Full, three frames</source>
        <translation>完整，三帧</translation>
    </message>
    <message>
        <source>Small and fast</source>
        <translation>小而快</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>大</translation>
    </message>
    <message>
        <source>Full, with one more stage</source>
        <translation>完整，多一级</translation>
    </message>
    <message>
        <source>Single images</source>
        <translation>单帧图像</translation>
    </message>
    <message>
        <source>Three frames, joined plainly</source>
        <translation>三帧，直接拼接</translation>
    </message>
    <message>
        <source>Three frames, no gate</source>
        <translation>三帧，无门控</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>How often it goes through the training set</source>
        <translation>遍历训练集的次数</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Crops it learns from at once; more take more memory</source>
        <translation>每一步同时学习的裁剪块数；越多占用内存越大</translation>
    </message>
    <message>
        <source>crops</source>
        <translation>块</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪边长</translation>
    </message>
    <message>
        <source>Side of the squares it learns from, at native scale</source>
        <translation>学习所用方形裁剪块的边长，原始比例</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>What computes; cuda:1 is the second GPU</source>
        <translation>用什么计算；cuda:1 是第二块 GPU</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Steps an epoch</source>
        <translation>每轮步数</translation>
    </message>
    <message>
        <source>0: as many as it takes to see as many crops as there are labelled frames</source>
        <translation>0：看过的裁剪块数与已标注帧数相同为止</translation>
    </message>
    <message>
        <source>one pass</source>
        <translation>一遍</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>At the start of the cosine</source>
        <translation>余弦开始时</translation>
    </message>
    <message>
        <source>Final learning rate</source>
        <translation>最终学习率</translation>
    </message>
    <message>
        <source>At the end of the cosine</source>
        <translation>余弦结束时</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Steps over which the learning rate first rises</source>
        <translation>学习率最初上升所用的步数</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Of AdamW</source>
        <translation>AdamW 的参数</translation>
    </message>
    <message>
        <source>Weight average</source>
        <translation>权重平均</translation>
    </message>
    <message>
        <source>Decay of the moving average of the weights, which is what is kept; 0: none</source>
        <translation>权重滑动平均的衰减，保存的就是该平均；0：不平均</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Of the first weights and of every crop: the same seed, the same run</source>
        <translation>决定初始权重和每个裁剪块：种子相同，训练就相同</translation>
    </message>
    <message>
        <source>Shipped model</source>
        <translation>自带模型</translation>
    </message>
    <message>
        <source>Pd {pd} at {rate} false targets a frame</source>
        <translation>每帧 {rate} 个虚警时 Pd 为 {pd}</translation>
    </message>
    <message>
        <source>{epoch} of {epochs}</source>
        <translation>第 {epoch} 轮，共 {epochs} 轮</translation>
    </message>
    <message>
        <source> and {count} more</source>
        <translation> 等，另有 {count} 个</translation>
    </message>
    <message>
        <source>95 % interval, by bootstrap over stretches of the sequences</source>
        <translation>95 % 置信区间，由对序列片段的自助法得到</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>训练时间</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>留出序列</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Projects, videos, stacks and images</source>
        <translation>项目、视频、图像栈和图像</translation>
    </message>
    <message>
        <source>Videos, stacks and images</source>
        <translation>视频、图像栈和图像</translation>
    </message>
    <message>
        <source>Add sequences</source>
        <translation>添加序列</translation>
    </message>
    <message>
        <source>You have chosen {count} images. Are they frames of a video, or single pictures?</source>
        <translation>您选择了 {count} 幅图像。它们是视频的帧，还是单幅图像？</translation>
    </message>
    <message>
        <source>Frames: all images of {folders} become one sequence a folder.</source>
        <translation>帧：{folders} 中的所有图像按文件夹各成一个序列。</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>Single pictures</source>
        <translation>单幅图像</translation>
    </message>
    <message>
        <source>Most frames of a sequence that are validated, evenly spread</source>
        <translation>每个序列最多验证多少帧，均匀分布</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>False targets</source>
        <translation>虚警率</translation>
    </message>
    <message>
        <source>a frame</source>
        <translation>每帧</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Pd is reported, and the best epoch chosen, at this many false targets per frame</source>
        <translation>在每帧这么多虚警时报告 Pd，并据此选出最佳轮次</translation>
    </message>
    <message>
        <source>Learn from</source>
        <translation>学习依据</translation>
    </message>
    <message>
        <source>Masks as they are, or one random pixel of each in its place</source>
        <translation>掩膜本身，或用每个掩膜中的一个随机像素代替</translation>
    </message>
    <message>
        <source>The masks</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>One point of each mask</source>
        <translation>每个掩膜取一点</translation>
    </message>
    <message>
        <source>Seed in boxes</source>
        <translation>框内种子</translation>
    </message>
    <message>
        <source>Where a mask starts to grow in a box; masks need none</source>
        <translation>掩膜在框内从哪里开始生长；掩膜标注不需要</translation>
    </message>
    <message>
        <source>What stands out most</source>
        <translation>最突出处</translation>
    </message>
    <message>
        <source>The middle</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>Doubtful masks</source>
        <translation>存疑掩膜</translation>
    </message>
    <message>
        <source>What becomes of masks grown from boxes and points that may be wrong</source>
        <translation>由框和点生长、可能有误的掩膜如何处理</translation>
    </message>
    <message>
        <source>Count as others</source>
        <translation>同等对待</translation>
    </message>
    <message>
        <source>Count less</source>
        <translation>降低权重</translation>
    </message>
    <message>
        <source>Are left out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Made-up targets</source>
        <translation>合成目标</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Mean number of targets put into a crop</source>
        <translation>平均放入每个裁剪块的目标数</translation>
    </message>
    <message>
        <source>a crop</source>
        <translation>每块</translation>
    </message>
    <message>
        <source>Cut out</source>
        <translation>取自图像</translation>
    </message>
    <message>
        <source>Share of them that are cut out of your frames; the others are drawn</source>
        <translation>其中从您的帧中剪出的比例；其余为绘制</translation>
    </message>
    <message>
        <source>Wires</source>
        <translation>线缆</translation>
    </message>
    <message>
        <source>Probability of drawn wires and branches, which are no targets</source>
        <translation>绘制线缆和树枝（非目标）的概率</translation>
    </message>
    <message>
        <source>Mixed places</source>
        <translation>混合场景</translation>
    </message>
    <message>
        <source>Probability that a part of the crop shows another place</source>
        <translation>裁剪块的一部分显示另一处的概率</translation>
    </message>
    <message>
        <source>Variation</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Probability that top and bottom change places</source>
        <translation>上下互换的概率</translation>
    </message>
    <message>
        <source>Backwards</source>
        <translation>时间倒放</translation>
    </message>
    <message>
        <source>Probability that time runs backwards</source>
        <translation>时间倒放的概率</translation>
    </message>
    <message>
        <source>Probability that bright becomes dark</source>
        <translation>亮变暗的概率</translation>
    </message>
    <message>
        <source>Scaled, how often</source>
        <translation>缩放概率</translation>
    </message>
    <message>
        <source>Probability that the crop is scaled</source>
        <translation>裁剪块被缩放的概率</translation>
    </message>
    <message>
        <source>Scaled, how far</source>
        <translation>缩放幅度</translation>
    </message>
    <message>
        <source>The largest factor, in or out; 1: not at all</source>
        <translation>放大或缩小的最大倍数；1：不缩放</translation>
    </message>
    <message>
        <source>Shaken, how often</source>
        <translation>抖动概率</translation>
    </message>
    <message>
        <source>Probability that the neighbours in time are shifted</source>
        <translation>前后帧被平移的概率</translation>
    </message>
    <message>
        <source>Shaken, how far</source>
        <translation>抖动幅度</translation>
    </message>
    <message>
        <source>Their largest shift</source>
        <translation>其最大平移</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>The most that is added, in standard deviations of the frame</source>
        <translation>最多添加的噪声，以帧的标准差计</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Its largest factor, up or down; 1: not at all</source>
        <translation>增大或减小的最大倍数；1：不变</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>Probability of a slight blur</source>
        <translation>轻微模糊的概率</translation>
    </message>
    <message>
        <source>Compressed</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>Probability of the blocks and ringing of a compressed video</source>
        <translation>出现视频压缩块效应和振铃的概率</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Of the arithmetic; automatic: bf16 where the machine computes in it</source>
        <translation>运算精度；自动：机器支持时用 bf16</translation>
    </message>
    <message>
        <source>missed?</source>
        <translation>漏检？</translation>
    </message>
    <message>
        <source>target?</source>
        <translation>目标？</translation>
    </message>
    <message>
        <source>Run {number}</source>
        <translation>任务 {number}</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>There was not enough memory.</source>
        <translation>内存不足。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>The graphics card could not be used.</source>
        <translation>无法使用显卡。</translation>
    </message>
    <message>
        <source>The training was killed from outside.</source>
        <translation>训练进程被外部强行终止。</translation>
    </message>
    <message>
        <source>The machine was restarted while the training ran.</source>
        <translation>训练期间计算机重新启动了。</translation>
    </message>
    <message>
        <source>The training ended without an error message.</source>
        <translation>训练进程已结束，没有错误信息。</translation>
    </message>
    <message>
        <source>The training ended with an error in the program.</source>
        <translation>训练因程序错误而结束。</translation>
    </message>
    <message>
        <source>Train again on the CPU, or check the graphics driver.</source>
        <translation>请改用 CPU 重新训练，或检查显卡驱动。</translation>
    </message>
    <message>
        <source>If nobody did this, the system ran out of memory: train again with a smaller batch or smaller crops. Otherwise resume.</source>
        <translation>若非人为终止，则是系统内存不足：请用更小的批量或裁剪块重新训练。否则请点击“继续”。</translation>
    </message>
    <message>
        <source>Resume continues from the last checkpoint.</source>
        <translation>“继续”将从上一个检查点接着训练。</translation>
    </message>
    <message>
        <source>Its log may show more. Resume continues from the last checkpoint.</source>
        <translation>日志中或有更多信息。“继续”将从上一个检查点接着训练。</translation>
    </message>
    <message>
        <source>The last lines of its log show where; please report them.</source>
        <translation>日志的最后几行指出了位置，请将其反馈给我们。</translation>
    </message>
    <message>
        <source>Train again with a smaller batch or smaller crops.</source>
        <translation>请减小批量或裁剪尺寸后重新训练。</translation>
    </message>
    <message>
        <source>Make room, then resume.</source>
        <translation>请腾出磁盘空间，然后继续训练。</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分钟</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation>{count} 天</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>reading the labels: {done} of {total}</source>
        <translation>正在读取标注：{done}/{total}</translation>
    </message>
    <message>
        <source>step {step} of {total}</source>
        <translation>第 {step}/{total} 步</translation>
    </message>
    <message>
        <source>{seconds} s a step</source>
        <translation>每步 {seconds} 秒</translation>
    </message>
    <message>
        <source>sequences: {count}</source>
        <translation>序列：{count}</translation>
    </message>
    <message>
        <source>frames: {count}</source>
        <translation>帧：{count}</translation>
    </message>
    <message>
        <source>targets: {count}</source>
        <translation>目标：{count}</translation>
    </message>
    <message>
        <source>&amp;Train…</source>
        <translation>训练(&amp;T)…</translation>
    </message>
    <message>
        <source>A detector of your own, from what is accepted in this project</source>
        <translation>用本项目中已接受的标注训练自己的检测器</translation>
    </message>
    <message>
        <source>Epochs apart</source>
        <translation>验证间隔轮数</translation>
    </message>
    <message>
        <source>From one validation to the next</source>
        <translation>两次验证之间的轮数</translation>
    </message>
    <message>
        <source>Left-right flip</source>
        <translation>左右翻转</translation>
    </message>
    <message>
        <source>Probability that left and right change places</source>
        <translation>左右互换的概率</translation>
    </message>
    <message>
        <source>Worker threads</source>
        <translation>工作线程数</translation>
    </message>
    <message>
        <source>They make crops ahead of the training; 0: it waits for each</source>
        <translation>提前生成裁剪块；0：训练等待每一块</translation>
    </message>
    <message>
        <source>Top-bottom flip</source>
        <translation>上下翻转</translation>
    </message>
    <message>
        <source>Back to {default}</source>
        <translation>恢复为 {default}</translation>
    </message>
    <message>
        <source>{title}: {value} is not allowed ({rule})</source>
        <translation>{title}：不允许 {value}（{rule}）</translation>
    </message>
    <message>
        <source>{low} to less than {high}</source>
        <translation>{low} 至小于 {high}</translation>
    </message>
    <message>
        <source>{low} to {high}, a multiple of {multiple}</source>
        <translation>{low} 至 {high}，{multiple} 的倍数</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Validate</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>{role} · sequences {sequences} · targets {targets} · empty frames {empty}</source>
        <translation>{role} · 序列 {sequences} · 目标 {targets} · 空帧 {empty}</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>sequences without a reviewed frame {count}</source>
        <translation>没有已审核帧的序列 {count}</translation>
    </message>
    <message>
        <source>frames edited but not accepted {count}</source>
        <translation>已编辑但未接受的帧 {count}</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>There is no accepted target yet: accept frames first, then train.</source>
        <translation>还没有已接受的目标：请先接受一些帧，再训练。</translation>
    </message>
    <message>
        <source>Nothing to learn from: no sequence for training has an accepted target.</source>
        <translation>无可学习：用于训练的序列中没有已接受的目标。</translation>
    </message>
    <message>
        <source>All sequences are single images: use the single-image network.</source>
        <translation>所有序列都是单帧图像：请使用单帧网络。</translation>
    </message>
    <message>
        <source>No sequence is for validation: the run cannot measure its model.</source>
        <translation>没有用于验证的序列：该任务无法评测其模型。</translation>
    </message>
    <message>
        <source>The validation sequences have no targets: Pd cannot be measured.</source>
        <translation>验证序列中没有目标：无法评测 Pd。</translation>
    </message>
    <message>
        <source>Few targets ({count}): start with a hundred or more.</source>
        <translation>目标较少（{count} 个）：请从一百个或更多开始。</translation>
    </message>
    <message>
        <source>No frame is verified empty: the model learns less about background.</source>
        <translation>没有确认为空的帧：模型对背景学习得更少。</translation>
    </message>
    <message>
        <source>{name} · {free} of {total} GB free</source>
        <translation>{name} · 可用 {free} / {total} GB</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>不到一分钟</translation>
    </message>
    <message>
        <source>about a minute</source>
        <translation>约一分钟</translation>
    </message>
    <message>
        <source>about {count} minutes</source>
        <translation>约 {count} 分钟</translation>
    </message>
    <message>
        <source>about an hour</source>
        <translation>约一小时</translation>
    </message>
    <message>
        <source>about {count} hours</source>
        <translation>约 {count} 小时</translation>
    </message>
    <message>
        <source>about {count} days</source>
        <translation>约 {count} 天</translation>
    </message>
    <message>
        <source>Takes {time} on {device}</source>
        <translation>在 {device} 上需{time}</translation>
    </message>
    <message>
        <source>in an hour: epochs {count}</source>
        <translation>一小时内：{count} 轮</translation>
    </message>
    <message>
        <source>Suggest on &amp;all unlabelled</source>
        <translation>对所有未标注帧给出建议(&amp;A)</translation>
    </message>
    <message>
        <source>On the frames of all sequences that are not reviewed yet, with the model in use</source>
        <translation>使用当前模型，对所有序列中尚未审阅的帧</translation>
    </message>
    <message>
        <source>{count} suggestions, to be accepted or rejected.</source>
        <translation>{count} 条建议，待接受或拒绝。</translation>
    </message>
    <message>
        <source>Labels for frames that do not exist</source>
        <translation>标签所指的帧不存在</translation>
    </message>
    <message>
        <source>{source}, frame {frame}</source>
        <translation>{source}，第 {frame} 帧</translation>
    </message>
    <message>
        <source>{frames} of {sequences}.</source>
        <translation>{sequences}，共{frames}。</translation>
    </message>
    <message>
        <source>1 suggestion, to be accepted or rejected.</source>
        <translation>1 个建议，待接受或拒绝。</translation>
    </message>
    <message>
        <source>{targets} to review, {doubtful} of them doubtful.</source>
        <translation>待审核{targets}，其中 {doubtful} 个可疑。</translation>
    </message>
    <message>
        <source>Nothing was found in {frames}.</source>
        <translation>在{frames}中未找到任何内容。</translation>
    </message>
    <message>
        <source>Sequences that cannot be opened</source>
        <translation>无法打开的序列</translation>
    </message>
    <message>
        <source>Frames that cannot be read</source>
        <translation>无法读取的帧</translation>
    </message>
    <message>
        <source>Labels where no mask grows</source>
        <translation>无法生长掩膜的标签</translation>
    </message>
    <message>
        <source>Next &amp;sequence</source>
        <translation>下一个序列(&amp;S)</translation>
    </message>
    <message>
        <source>Where each one is a single image, the next frame is the next sequence too</source>
        <translation>每个序列只有一幅图像时，下一帧也就是下一个序列</translation>
    </message>
    <message>
        <source>Previous se&amp;quence</source>
        <translation>上一个序列(&amp;Q)</translation>
    </message>
    <message>
        <source>Go &amp;to sequence…</source>
        <translation>转到序列(&amp;T)…</translation>
    </message>
    <message>
        <source>All sequences, how far each one is, found by a part of its name</source>
        <translation>所有序列及其进度，可按名称的一部分查找</translation>
    </message>
    <message>
        <source>&amp;Calibrate masks…</source>
        <translation>校准掩膜…(&amp;C)</translation>
    </message>
    <message>
        <source>The present parameters fit your masks already</source>
        <translation>当前参数已经符合您的掩膜</translation>
    </message>
    <message>
        <source>Calibration needs at least {least} of your masks; so far there are {count}. Click targets, correct masks that are wrong, and accept the frames.</source>
        <translation>校准至少需要您的 {least} 个掩膜；目前有 {count} 个。请点击目标，修正有误的掩膜，并接受各帧。</translation>
    </message>
    <message>
        <source>Your {count} masks are too much alike: they must come from at least {least} tracks, or from places far apart on a track.</source>
        <translation>您的 {count} 个掩膜过于相似：它们须来自至少 {least} 条轨迹，或同一轨迹上相距较远的位置。</translation>
    </message>
    <message>
        <source>Your masks are wider than the grown ones</source>
        <translation>您的掩膜比生长的更宽</translation>
    </message>
    <message>
        <source>Your masks are tighter than the grown ones</source>
        <translation>您的掩膜比生长的更紧</translation>
    </message>
    <message>
        <source>Your masks differ from the grown ones</source>
        <translation>您的掩膜与生长的不同</translation>
    </message>
    <message>
        <source>Mean IoU {before:.3f}; no other parameters were ahead by more than chance.</source>
        <translation>平均 IoU {before:.3f}；没有其他参数的优势超出偶然范围。</translation>
    </message>
    <message>
        <source>Mean IoU {before:.3f} → {after:.3f}: {gain:+.3f} ± {error:.3f}; areas become {ratio:.2f} times what they were, in the median.</source>
        <translation>平均 IoU {before:.3f} → {after:.3f}：{gain:+.3f} ± {error:.3f}；面积中位数变为原来的 {ratio:.2f} 倍。</translation>
    </message>
    <message>
        <source>{count} of your {total} masks, spread evenly · sequences: {sequences}</source>
        <translation>您的 {total} 个掩膜中均匀选取的 {count} 个 · 序列数：{sequences}</translation>
    </message>
    <message>
        <source>{count} masks of yours · sequences: {sequences}</source>
        <translation>您的 {count} 个掩膜 · 序列数：{sequences}</translation>
    </message>
    <message>
        <source>each scored by a fit without it and its neighbours in the track</source>
        <translation>每个均由不含它及其轨迹邻近目标的拟合来评分</translation>
    </message>
    <message>
        <source>The pre-annotation ended without an error message.</source>
        <translation>预标注进程已结束，没有错误信息。</translation>
    </message>
    <message>
        <source>No target in the whole set</source>
        <translation>整个数据集中没有目标</translation>
    </message>
    <message>
        <source>Check that these are the right labels.</source>
        <translation>请确认标注是否正确。</translation>
    </message>
    <message>
        <source>No target in the training part</source>
        <translation>训练部分中没有目标</translation>
    </message>
    <message>
        <source>Check the roles of the sequences.</source>
        <translation>请检查各序列的用途。</translation>
    </message>
    <message>
        <source>No target in the test part</source>
        <translation>测试部分中没有目标</translation>
    </message>
    <message>
        <source>Labelled frames that cannot be read: {count}</source>
        <translation>无法读取的已标注帧：{count}</translation>
    </message>
    <message>
        <source>Replace these images.</source>
        <translation>请替换这些图像。</translation>
    </message>
    <message>
        <source>Labels outside their frame: {count}</source>
        <translation>超出画面的标注：{count}</translation>
    </message>
    <message>
        <source>Check the order of x and y, and the size of the images that were labelled.</source>
        <translation>请检查 x 与 y 的顺序，以及标注时图像的尺寸。</translation>
    </message>
    <message>
        <source>Targets that cover half of the frame or more: {count}</source>
        <translation>覆盖半幅或更多画面的目标：{count}</translation>
    </message>
    <message>
        <source>Check for inverted masks: 0 is background.</source>
        <translation>请检查掩膜是否反相：0 为背景。</translation>
    </message>
    <message>
        <source>Frames with pixels that hold no data (borders, telemetry, NaN): {count}</source>
        <translation>含无数据像素（边框、遥测行、NaN）的帧：{count}</translation>
    </message>
    <message>
        <source>They are left out of all numbers. Cut them off if others are to read the images.</source>
        <translation>这些像素不计入任何统计。若图像要供他人读取，请将其裁去。</translation>
    </message>
    <message>
        <source>Instance maps that differ from the mask: {count}</source>
        <translation>与掩膜不一致的实例图：{count}</translation>
    </message>
    <message>
        <source>Its components were used. Write the maps again: a number a pixel of the mask.</source>
        <translation>已改用掩膜的连通域。请重新写出实例图：掩膜的每个像素一个编号。</translation>
    </message>
    <message>
        <source>Sequences with images of the other part: {count}</source>
        <translation>含另一部分图像的序列：{count}</translation>
    </message>
    <message>
        <source>Put both into one part: neighbouring frames are nearly the same.</source>
        <translation>请将两者放入同一部分：相邻帧几乎相同。</translation>
    </message>
    <message>
        <source>Images nearly the same as one of the other part: {count}</source>
        <translation>与另一部分某幅图像几乎相同的图像：{count}</translation>
    </message>
    <message>
        <source>Put both into one part, or leave one out: scores would be too good.</source>
        <translation>请将两者放入同一部分，或去掉其一：否则评分会偏高。</translation>
    </message>
    <message>
        <source>Images whose neighbour by number is in the other part: {count}</source>
        <translation>编号相邻的图像位于另一部分的图像：{count}</translation>
    </message>
    <message>
        <source>They show one scene. Put the images of one sequence into one part.</source>
        <translation>它们是同一场景。请将同一序列的图像放入同一部分。</translation>
    </message>
    <message>
        <source>Frames labelled in two sequences: {count}</source>
        <translation>在两个序列中都有标注的帧：{count}</translation>
    </message>
    <message>
        <source>Keep one of the two.</source>
        <translation>请保留其一。</translation>
    </message>
    <message>
        <source>Targets on the pixels of another one: {count}</source>
        <translation>与另一目标像素重叠的目标：{count}</translation>
    </message>
    <message>
        <source>Delete one of the two.</source>
        <translation>请删除其一。</translation>
    </message>
    <message>
        <source>Masks with many specks of 1 or 2 px: {count}, up to {value}</source>
        <translation>含许多 1 至 2 像素碎点的掩膜：{count}，最多 {value} 个碎点</translation>
    </message>
    <message>
        <source>Remove the specks: they come from JPEG files or from scaling.</source>
        <translation>请去除碎点：它们来自 JPEG 文件或缩放。</translation>
    </message>
    <message>
        <source>Masks of one pixel: {count}, {value} % of all</source>
        <translation>单像素掩膜：{count}，占全部的 {value} %</translation>
    </message>
    <message>
        <source>If they mark centroids, import them as points, and PAMG grows the masks.</source>
        <translation>若它们标记的是质心，请作为点导入，由 PAMG 生长掩膜。</translation>
    </message>
    <message>
        <source>Frames taken for empty because a file has no entry: {count}</source>
        <translation>因文件没有条目而当作空帧的帧：{count}</translation>
    </message>
    <message>
        <source>Look at them: nobody stated that they are empty.</source>
        <translation>请查看这些帧：没有人说明它们是空的。</translation>
    </message>
    <message>
        <source>Targets larger than 100 px: {count}, up to {value} px</source>
        <translation>大于 100 像素的目标：{count}，最大 {value} 像素</translation>
    </message>
    <message>
        <source>Check that the masks hold the targets alone.</source>
        <translation>请检查掩膜是否只包含目标。</translation>
    </message>
    <message>
        <source>Targets that hardly stand out (SCR below 1): {count}</source>
        <translation>几乎不突出的目标（SCR 低于 1）：{count}</translation>
    </message>
    <message>
        <source>Look for the target; many of them speak for shifted or swapped masks.</source>
        <translation>请查找目标；若数量很多，可能是掩膜错位或对调。</translation>
    </message>
    <message>
        <source>Dark targets, where {value} % are bright: {count}</source>
        <translation>暗目标（{value} % 的目标为亮）：{count}</translation>
    </message>
    <message>
        <source>Look whether the mask lies on the target.</source>
        <translation>请查看掩膜是否落在目标上。</translation>
    </message>
    <message>
        <source>Bright targets, where {value} % are dark: {count}</source>
        <translation>亮目标（{value} % 的目标为暗）：{count}</translation>
    </message>
    <message>
        <source>Boxes more than 9 times as large as the target: {count}</source>
        <translation>面积超过目标 9 倍的框：{count}</translation>
    </message>
    <message>
        <source>Draw them tighter, or use the masks, which do not depend on them.</source>
        <translation>请将框画得更紧，或使用不依赖框的掩膜。</translation>
    </message>
    <message>
        <source>Steps of a track far longer than usual: {count}, up to {value} px a frame</source>
        <translation>轨迹中远大于常值的位移：{count}，最大每帧 {value} 像素</translation>
    </message>
    <message>
        <source>Check for swapped tracks, a cut in the sequence, or a label on clutter.</source>
        <translation>请检查轨迹是否对调、序列是否有剪切，或标注落在杂波上。</translation>
    </message>
    <message>
        <source>Stretches without labels inside a track: {count}, up to {value} frames</source>
        <translation>轨迹内没有标注的区段：{count}，最长 {value} 帧</translation>
    </message>
    <message>
        <source>Label the target there, or verify the frames as empty.</source>
        <translation>请在那里标注目标，或将这些帧确认为空。</translation>
    </message>
    <message>
        <source>Images nearly the same as one of another sequence: {count}</source>
        <translation>与另一序列某幅图像几乎相同的图像：{count}</translation>
    </message>
    <message>
        <source>Keep such sequences in one part of a split.</source>
        <translation>请将这类序列放在划分的同一部分。</translation>
    </message>
    <message>
        <source>Images equal to an earlier one to the bit: {count}</source>
        <translation>与先前图像逐位相同的图像：{count}</translation>
    </message>
    <message>
        <source>Leave out the copies; a video may have repeated its frames.</source>
        <translation>请去掉副本；视频可能重复了帧。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>SIRSTD-Pixel: images, masks, instances, targets.csv, train and test lists</source>
        <translation>SIRSTD-Pixel：图像、掩膜、实例图、targets.csv、训练与测试列表</translation>
    </message>
    <message>
        <source>SIRSTD-Pixel as published: flat images, masks, YOLO_labels and splits</source>
        <translation>SIRSTD-Pixel 发布版：平铺的 images、masks、YOLO_labels 与 splits</translation>
    </message>
    <message>
        <source>BasicIRSTD: flat images and masks, img_idx/train_NAME.txt and test_NAME.txt</source>
        <translation>BasicIRSTD：平铺的图像与掩膜，img_idx/train_NAME.txt 与 test_NAME.txt</translation>
    </message>
    <message>
        <source>DNANet: flat images and masks, 50_50/train.txt and test.txt</source>
        <translation>DNANet：平铺的图像与掩膜，50_50/train.txt 与 test.txt</translation>
    </message>
    <message>
        <source>MSHNet: flat images and masks, trainval.txt and test.txt</source>
        <translation>MSHNet：平铺的图像与掩膜，trainval.txt 与 test.txt</translation>
    </message>
    <message>
        <source>COCO: masks as RLE or polygons, boxes, tracks; a JSON file for each split</source>
        <translation>COCO：RLE 或多边形掩膜、框、轨迹；每个划分一个 JSON 文件</translation>
    </message>
    <message>
        <source>YOLO: boxes or outlines in labels/train and labels/test, data.yaml</source>
        <translation>YOLO：框或轮廓，位于 labels/train 与 labels/test，附 data.yaml</translation>
    </message>
    <message>
        <source>Pascal VOC: boxes in Annotations/*.xml, JPEGImages, ImageSets/Main</source>
        <translation>Pascal VOC：框，位于 Annotations/*.xml，附 JPEGImages、ImageSets/Main</translation>
    </message>
    <message>
        <source>LabelMe: polygons, masks or rectangles in a JSON file beside each image</source>
        <translation>LabelMe：多边形、掩膜或矩形，每幅图像旁一个 JSON 文件</translation>
    </message>
    <message>
        <source>CVAT for video: tracks of masks, polygons or boxes in an XML file for each sequence</source>
        <translation>CVAT 视频格式：掩膜、多边形或框的轨迹，每个序列一个 XML 文件</translation>
    </message>
    <message>
        <source>MOTChallenge: boxes and tracks in gt/gt.txt of each sequence, img1, seqinfo.ini</source>
        <translation>MOTChallenge：框与轨迹，位于各序列的 gt/gt.txt，附 img1、seqinfo.ini</translation>
    </message>
    <message>
        <source>Anti-UAV: exist and gt_rect of one target in infrared.json of each sequence</source>
        <translation>Anti-UAV：各序列 infrared.json 中单个目标的 exist 与 gt_rect</translation>
    </message>
    <message>
        <source>Points: the centroids of targets in points.csv of each sequence</source>
        <translation>点：各序列 points.csv 中目标的质心</translation>
    </message>
    <message>
        <source>masks: boxes only</source>
        <translation>掩膜：只有框</translation>
    </message>
    <message>
        <source>masks and boxes: points only</source>
        <translation>掩膜和框：只有点</translation>
    </message>
    <message>
        <source>pixels of two targets: the later one has them</source>
        <translation>两个目标共有的像素：归后一个目标</translation>
    </message>
    <message>
        <source>targets that touch or overlap: their pixels become one mask</source>
        <translation>相接或重叠的目标：其像素合为一个掩膜</translation>
    </message>
    <message>
        <source>tracks</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>categories</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>attributes of targets</source>
        <translation>目标的属性</translation>
    </message>
    <message>
        <source>notes on targets</source>
        <translation>目标的备注</translation>
    </message>
    <message>
        <source>verified-empty frames are the same as unlabelled ones</source>
        <translation>确认为空的帧与未标注的帧无法区分</translation>
    </message>
    <message>
        <source>verified-empty frames have a file without an entry: readers must be told</source>
        <translation>确认为空的帧对应没有条目的文件：需告知读取程序</translation>
    </message>
    <message>
        <source>two targets of one track in a frame: refused</source>
        <translation>同一帧中属于同一轨迹的两个目标：不予导出</translation>
    </message>
    <message>
        <source>what of a box lies beyond the frame</source>
        <translation>框超出画面的部分</translation>
    </message>
    <message>
        <source>clicks, origin and review state of targets</source>
        <translation>目标的点击、来源和审核状态</translation>
    </message>
    <message>
        <source>several tracks in a sequence: refused</source>
        <translation>一个序列中的多条轨迹：不予导出</translation>
    </message>
    <message>
        <source>sequences: each frame is an image for itself</source>
        <translation>序列：每一帧都是独立的图像</translation>
    </message>
    <message>
        <source>rle: masks as run lengths; polygon: along the pixels</source>
        <translation>rle：游程编码的掩膜；polygon：沿像素边缘</translation>
    </message>
    <message>
        <source>the centroid of each target as a keypoint</source>
        <translation>以每个目标的质心作为关键点</translation>
    </message>
    <message>
        <source>copy the images; without, the paths lead to the originals</source>
        <translation>复制图像；否则路径指向原图</translation>
    </message>
    <message>
        <source>box: boxes; segment: polygons along the pixels</source>
        <translation>box：框；segment：沿像素边缘的多边形</translation>
    </message>
    <message>
        <source>polygon: along the pixels; mask: since LabelMe 5.3; box: rectangles</source>
        <translation>polygon：沿像素边缘；mask：LabelMe 5.3 起；box：矩形</translation>
    </message>
    <message>
        <source>mask: run lengths; polygon: along the pixels; box: boxes</source>
        <translation>mask：游程编码；polygon：沿像素边缘；box：框</translation>
    </message>
    <message>
        <source>the number of the first column and row</source>
        <translation>首列与首行的编号</translation>
    </message>
    <message>
        <source>shapes</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>origin</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>{count} sequences</source>
        <translation>{count} 个序列</translation>
    </message>
    <message>
        <source>{count} masks</source>
        <translation>{count} 个掩膜</translation>
    </message>
    <message>
        <source>{count} boxes</source>
        <translation>{count} 个框</translation>
    </message>
    <message>
        <source>{count} points</source>
        <translation>{count} 个点</translation>
    </message>
    <message>
        <source>{count} empty frames</source>
        <translation>{count} 个空帧</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>另有 {count} 个</translation>
    </message>
    <message>
        <source>{chosen} of {sequences}</source>
        <translation>{sequences}中的 {chosen} 个</translation>
    </message>
    <message>
        <source>{labelled} of {frames} labelled</source>
        <translation>{frames}中已标注 {labelled} 帧</translation>
    </message>
    <message>
        <source>1 box</source>
        <translation>1 个方框</translation>
    </message>
    <message>
        <source>1 point</source>
        <translation>1 个点</translation>
    </message>
    <message>
        <source>1 empty frame</source>
        <translation>1 个空帧</translation>
    </message>
    <message>
        <source>Imported {targets} in {sequences}.</source>
        <translation>已导入{sequences}中的{targets}。</translation>
    </message>
    <message>
        <source>{count} frames accepted</source>
        <translation>接受 {count} 帧</translation>
    </message>
    <message>
        <source>1 frame accepted</source>
        <translation>1 帧已接受</translation>
    </message>
    <message>
        <source>{count} to review</source>
        <translation>{count} 处待审核</translation>
    </message>
    <message>
        <source>1 to review</source>
        <translation>1 帧待审核</translation>
    </message>
    <message>
        <source>{count} verified empty</source>
        <translation>确认为空 {count} 帧</translation>
    </message>
    <message>
        <source>1 verified empty</source>
        <translation>1 帧确认为空</translation>
    </message>
    <message>
        <source>1 without an entry left unseen</source>
        <translation>1 帧无条目，保持未查看</translation>
    </message>
    <message>
        <source>{count} without an entry left unseen</source>
        <translation>{count} 个无条目的帧仍为未查看</translation>
    </message>
    <message>
        <source>{count} left as they were</source>
        <translation>{count} 帧保持原样</translation>
    </message>
    <message>
        <source>1 left as it was</source>
        <translation>1 帧保持原样</translation>
    </message>
    <message>
        <source>{count} targets replaced</source>
        <translation>替换 {count} 个目标</translation>
    </message>
    <message>
        <source>1 target replaced</source>
        <translation>1 个目标被替换</translation>
    </message>
    <message>
        <source>{count} labels not taken</source>
        <translation>{count} 个标注未导入</translation>
    </message>
    <message>
        <source>1 label not taken</source>
        <translation>1 个标注未采用</translation>
    </message>
    <message>
        <source>{path} is the open project itself: choose another one</source>
        <translation>{path} 就是当前项目：请选择另一个</translation>
    </message>
    <message>
        <source>only theirs</source>
        <translation>仅对方有</translation>
    </message>
    <message>
        <source>only mine</source>
        <translation>仅我方有</translation>
    </message>
    <message>
        <source>IoU {value}</source>
        <translation>IoU {value}</translation>
    </message>
    <message>
        <source>{distance} px apart</source>
        <translation>相距 {distance} 像素</translation>
    </message>
    <message>
        <source>other class</source>
        <translation>类别不同</translation>
    </message>
    <message>
        <source>masks differ</source>
        <translation>掩膜不同</translation>
    </message>
    <message>
        <source>centres apart</source>
        <translation>中心相距较远</translation>
    </message>
    <message>
        <source>other category</source>
        <translation>类别不同</translation>
    </message>
    <message>
        <source>mine</source>
        <translation>我方</translation>
    </message>
    <message>
        <source>added</source>
        <translation>已添加</translation>
    </message>
    <message>
        <source>theirs</source>
        <translation>对方</translation>
    </message>
    <message>
        <source>union</source>
        <translation>并集</translation>
    </message>
    <message>
        <source>intersection</source>
        <translation>交集</translation>
    </message>
    <message>
        <source>larger</source>
        <translation>较大者</translation>
    </message>
    <message>
        <source>Add what I missed</source>
        <translation>添加我方遗漏的</translation>
    </message>
    <message>
        <source>Targets that only they have are added; all else stays as it is.</source>
        <translation>添加仅对方有的目标；其余保持不变。</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>采用对方的</translation>
    </message>
    <message>
        <source>Everything listed becomes as theirs; what only I have is removed.</source>
        <translation>所列各项都改为对方的；仅我方有的将被移除。</translation>
    </message>
    <message>
        <source>Union</source>
        <translation>并集</translation>
    </message>
    <message>
        <source>A mask gets the pixels of both; what one of us missed is there then.</source>
        <translation>掩膜取双方的像素；一方遗漏的也会保留。</translation>
    </message>
    <message>
        <source>Intersection</source>
        <translation>交集</translation>
    </message>
    <message>
        <source>A mask keeps the pixels that both have; what one of us missed is removed.</source>
        <translation>掩膜只保留双方共有的像素；一方遗漏的将被移除。</translation>
    </message>
    <message>
        <source>Larger mask</source>
        <translation>较大的掩膜</translation>
    </message>
    <message>
        <source>The mask of more pixels is taken; what one of us missed is there then.</source>
        <translation>取像素较多的掩膜；一方遗漏的也会保留。</translation>
    </message>
    <message>
        <source>mine {area} px</source>
        <translation>我方 {area} 像素</translation>
    </message>
    <message>
        <source>theirs {area} px</source>
        <translation>对方 {area} 像素</translation>
    </message>
    <message>
        <source>theirs without a mask</source>
        <translation>对方没有掩膜</translation>
    </message>
    <message>
        <source>centres {value} px apart</source>
        <translation>中心相距 {value} 像素</translation>
    </message>
    <message>
        <source>Frames that both label: {frames} (mine alone {mine}, theirs alone {theirs}) · targets: {both} of both, {only_mine} only mine, {only_theirs} only theirs</source>
        <translation>双方都标注的帧：{frames}（仅我方 {mine}，仅对方 {theirs}）· 目标：双方都有 {both}，仅我方有 {only_mine}，仅对方有 {only_theirs}</translation>
    </message>
    <message>
        <source>IoU {mean} in the mean, a tenth below {tenth}</source>
        <translation>IoU 均值 {mean}，十分之一低于 {tenth}</translation>
    </message>
    <message>
        <source>centres {mean} px apart in the mean, a tenth above {tenth} px</source>
        <translation>中心平均相距 {mean} 像素，十分之一超过 {tenth} 像素</translation>
    </message>
    <message>
        <source>categories: kappa {value}</source>
        <translation>类别：kappa {value}</translation>
    </message>
    <message>
        <source>sequences of mine alone: {names}</source>
        <translation>仅我方有的序列：{names}</translation>
    </message>
    <message>
        <source>sequences of theirs alone: {names}</source>
        <translation>仅对方有的序列：{names}</translation>
    </message>
    <message>
        <source>It is {name} already.</source>
        <translation>已经是 {name}。</translation>
    </message>
    <message>
        <source>It has no class.</source>
        <translation>没有类别。</translation>
    </message>
    <message>
        <source>{name}: {count} frames of the track</source>
        <translation>{name}：该轨迹的 {count} 帧</translation>
    </message>
    <message>
        <source>No class: {count} frames</source>
        <translation>无类别：{count} 帧</translation>
    </message>
    <message>
        <source>The project has no classes yet: define some first (Ctrl+L).</source>
        <translation>项目还没有类别：请先定义（Ctrl+L）。</translation>
    </message>
    <message>
        <source>There is no class {number}: define more first (Ctrl+L).</source>
        <translation>没有类别 {number}：请先定义更多（Ctrl+L）。</translation>
    </message>
    <message>
        <source>Open a project first: it holds the classes.</source>
        <translation>请先打开项目：类别存于项目中。</translation>
    </message>
    <message>
        <source>The project has no attributes yet: define some first (Ctrl+L).</source>
        <translation>项目还没有属性：请先定义（Ctrl+L）。</translation>
    </message>
    <message>
        <source>There is no attribute {number}: define more first (Ctrl+L).</source>
        <translation>没有属性 {number}：请先定义更多（Ctrl+L）。</translation>
    </message>
    <message>
        <source>Select a target first: click it, or its row in the list.</source>
        <translation>请先选择目标：点击它，或点击列表中的行。</translation>
    </message>
    <message>
        <source>the whole sequence</source>
        <translation>整个序列</translation>
    </message>
    <message>
        <source>Ignored in {frames}: no seed, suggestion, training sample or false alarm there.</source>
        <translation>在{frames}中忽略：其中没有种子、建议、训练样本或虚警。</translation>
    </message>
    <message>
        <source>This place is ignored. Take the Ignore tool and click it to label it all the same.</source>
        <translation>此处被忽略。若仍要标注，请用忽略工具点击它。</translation>
    </message>
    <message>
        <source>Deleted: {targets}, {frames}.</source>
        <translation>已删除：{targets}，{frames}。</translation>
    </message>
    <message>
        <source>Delete the targets of these frames before calling them empty.</source>
        <translation>确认这些帧为空之前，请先删除其中的目标。</translation>
    </message>
    <message>
        <source>1 frame marked.</source>
        <translation>已标记 1 帧。</translation>
    </message>
    <message>
        <source>{count} frames marked.</source>
        <translation>已标记 {count} 帧。</translation>
    </message>
    <message>
        <source>1 holds a target and stays.</source>
        <translation>1 帧含目标，保持不变。</translation>
    </message>
    <message>
        <source>{count} hold targets and stay.</source>
        <translation>{count} 帧含目标，保持不变。</translation>
    </message>
    <message>
        <source>Nothing to fill in {frames}: the track has no target on both sides. Press P on a frame before to follow it.</source>
        <translation>{frames}中无可填补：该轨迹并非两侧都有目标。请在之前的一帧按 P 跟踪。</translation>
    </message>
    <message>
        <source>All targets in {frames} are clicked, drawn or accepted: they stay.</source>
        <translation>{frames}中的目标都是点击、绘制或已接受的：保持不变。</translation>
    </message>
    <message>
        <source>Set two targets of the track by hand, with frames between them, and go there.</source>
        <translation>请手工设定该轨迹的两个目标，中间隔有若干帧，并转到其间。</translation>
    </message>
    <message>
        <source>The track was changed meanwhile: nothing was filled.</source>
        <translation>轨迹在此期间被更改：未填补任何内容。</translation>
    </message>
    <message>
        <source>Filled {frames}: {grown} grown, {moved} moved from a neighbour.</source>
        <translation>已填补{frames}：{grown} 个生长得到，{moved} 个由相邻帧移来。</translation>
    </message>
    <message>
        <source>Select the target to copy over the chosen frames.</source>
        <translation>请选择要复制到所选帧的目标。</translation>
    </message>
    <message>
        <source>The other frames are accepted or verified empty: they stay.</source>
        <translation>其余帧已接受或确认为空：保持不变。</translation>
    </message>
    <message>
        <source>Copied to {frames}.</source>
        <translation>已复制到{frames}。</translation>
    </message>
    <message>
        <source>{frames}: no target to delete.</source>
        <translation>{frames}：没有可删除的目标。</translation>
    </message>
    <message>
        <source>Select the mask that the rest of its track is to follow.</source>
        <translation>请选择其余轨迹要参照的掩膜。</translation>
    </message>
    <message>
        <source>{track} has no other mask around this one that is not by hand or accepted.</source>
        <translation>{track} 在此掩膜前后没有其他非手工且未接受的掩膜。</translation>
    </message>
    <message>
        <source>frame {first}</source>
        <translation>第 {first} 帧</translation>
    </message>
    <message>
        <source>frames {first} to {last}</source>
        <translation>第 {first} 至 {last} 帧</translation>
    </message>
    <message>
        <source>1 target of all tracks</source>
        <translation>所有轨迹的 1 个目标</translation>
    </message>
    <message>
        <source>{count} targets of all tracks</source>
        <translation>所有轨迹的 {count} 个目标</translation>
    </message>
    <message>
        <source>1 target of {track}</source>
        <translation>{track} 的 1 个目标</translation>
    </message>
    <message>
        <source>{count} targets of {track}</source>
        <translation>{track} 的 {count} 个目标</translation>
    </message>
    <message>
        <source>Not on show: {frames}</source>
        <translation>未显示：{frames}</translation>
    </message>
    <message>
        <source>This frame is not among the chosen ones: keys act on it alone.</source>
        <translation>此帧不在所选帧中：按键只作用于此帧。</translation>
    </message>
    <message>
        <source>Go to one of {frames}, or let go of them with Esc.</source>
        <translation>请转到{frames}之一，或按 Esc 取消选择。</translation>
    </message>
    <message>
        <source>Delete, Accept, Empty, Uncertain, Copy, Fill and Interpolate act on all of them.</source>
        <translation>删除、接受、确认为空、存疑、复制、填补和插值作用于全部所选帧。</translation>
    </message>
    <message>
        <source>Esc lets go of them.</source>
        <translation>Esc 取消选择。</translation>
    </message>
    <message>
        <source>Drag a box around what is to be ignored.</source>
        <translation>请在要忽略的内容周围拖出方框。</translation>
    </message>
    <message>
        <source>{length} px   dx {dx}   dy {dy}   {angle}°</source>
        <translation>{length} 像素   dx {dx}   dy {dy}   {angle}°</translation>
    </message>
    <message>
        <source>{done} of {frames} done</source>
        <translation>{frames}中已完成 {done} 帧</translation>
    </message>
    <message>
        <source>suggestions wait for an answer</source>
        <translation>有建议待处理</translation>
    </message>
    <message>
        <source>doubt up to {percent} %</source>
        <translation>可疑度最高 {percent} %</translation>
    </message>
    <message>
        <source>flagged frames: {count}</source>
        <translation>已标记的帧：{count}</translation>
    </message>
    <message>
        <source>last visited {when}</source>
        <translation>上次查看 {when}</translation>
    </message>
    <message>
        <source>Any state</source>
        <translation>任意状态</translation>
    </message>
    <message>
        <source>Left to review</source>
        <translation>尚待审核</translation>
    </message>
    <message>
        <source>Not begun</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>Begun, not done</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Has uncertain frames</source>
        <translation>有存疑帧</translation>
    </message>
    <message>
        <source>Has suggestions</source>
        <translation>有建议</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>Has a note</source>
        <translation>有备注</translation>
    </message>
    <message>
        <source>As added</source>
        <translation>按添加顺序</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Doubt, highest first</source>
        <translation>可疑度，从高到低</translation>
    </message>
    <message>
        <source>Progress, least first</source>
        <translation>进度，从低到高</translation>
    </message>
    <message>
        <source>Targets, most first</source>
        <translation>目标数，从多到少</translation>
    </message>
    <message>
        <source>Last visited first</source>
        <translation>最近查看优先</translation>
    </message>
    <message>
        <source>Accept images</source>
        <translation>接受图像</translation>
    </message>
    <message>
        <source>Accept frames</source>
        <translation>接受多帧</translation>
    </message>
    <message>
        <source>Accept the {count} &amp;others</source>
        <translation>接受其余 {count} 个(&amp;O)</translation>
    </message>
    <message>
        <source>Accept the &amp;other one</source>
        <translation>接受另一个(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Show it</source>
        <translation>显示它(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Show the first</source>
        <translation>显示第一个(&amp;S)</translation>
    </message>
    <message>
        <source>Accept &amp;all {count}</source>
        <translation>全部接受 {count} 个(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Accept it</source>
        <translation>接受(&amp;A)</translation>
    </message>
    <message>
        <source>This image is doubtful.</source>
        <translation>此图像可疑。</translation>
    </message>
    <message>
        <source>This frame is doubtful.</source>
        <translation>此帧可疑。</translation>
    </message>
    <message>
        <source>1 of {count} images is doubtful.</source>
        <translation>{count} 幅图像中有 1 幅可疑。</translation>
    </message>
    <message>
        <source>{doubtful} of {count} images are doubtful.</source>
        <translation>{count} 幅图像中有 {doubtful} 幅可疑。</translation>
    </message>
    <message>
        <source>1 of {count} frames is doubtful.</source>
        <translation>{count} 帧中有 1 帧可疑。</translation>
    </message>
    <message>
        <source>{doubtful} of {count} frames are doubtful.</source>
        <translation>{count} 帧中有 {doubtful} 帧可疑。</translation>
    </message>
    <message>
        <source>Most doubtful: frame {number}, {why}, doubt {percent} %.</source>
        <translation>最可疑：第 {number} 帧，{why}，可疑度 {percent} %。</translation>
    </message>
    <message>
        <source>Most doubtful: image {number}, {why}, doubt {percent} %.</source>
        <translation>最可疑：第 {number} 幅图像，{why}，可疑度 {percent} %。</translation>
    </message>
    <message>
        <source>several small reasons</source>
        <translation>若干次要原因</translation>
    </message>
    <message>
        <source>Remove from the project</source>
        <translation>从项目中移除</translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation>移除 {name}？</translation>
    </message>
    <message>
        <source>Remove {count} sequences?</source>
        <translation>移除 {count} 个序列？</translation>
    </message>
    <message>
        <source>labelled frames: {count}</source>
        <translation>已标注帧：{count}</translation>
    </message>
    <message>
        <source>notes and flags: {count}</source>
        <translation>备注和标记：{count}</translation>
    </message>
    <message>
        <source>Their labels go too ({counts}). Undo brings all back; the images stay.</source>
        <translation>其标注也一并移除（{counts}）。撤销可全部恢复；图像保留。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>1 sequence removed.</source>
        <translation>已移除 1 个序列。</translation>
    </message>
    <message>
        <source>{count} sequences removed.</source>
        <translation>已移除 {count} 个序列。</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>手工</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>unseen</source>
        <translation>未查看</translation>
    </message>
    <message>
        <source>A person has accepted it</source>
        <translation>已有人接受</translation>
    </message>
    <message>
        <source>A person drew or corrected it; not accepted yet</source>
        <translation>由人绘制或修正；尚未接受</translation>
    </message>
    <message>
        <source>Grown, propagated or imported; nobody has changed it</source>
        <translation>生长、传播或导入得到；无人更改</translation>
    </message>
    <message>
        <source>Only a detector&apos;s suggestions</source>
        <translation>只有检测器的建议</translation>
    </message>
    <message>
        <source>A person says that there is no target</source>
        <translation>有人确认没有目标</translation>
    </message>
    <message>
        <source>Put off: come back to it later</source>
        <translation>暂缓：稍后再看</translation>
    </message>
    <message>
        <source>Nobody has looked, and there is no target</source>
        <translation>无人查看，也没有目标</translation>
    </message>
    <message>
        <source>Click a target</source>
        <translation>点击目标</translation>
    </message>
    <message>
        <source>Its mask grows; the pointer shows it before the click.</source>
        <translation>掩膜随之生长；点击前指针处即可预览。</translation>
    </message>
    <message>
        <source>{key} follows it</source>
        <translation>{key} 跟踪它</translation>
    </message>
    <message>
        <source>Through the frames, as long as it is sure.</source>
        <translation>贯穿各帧，直到不再有把握。</translation>
    </message>
    <message>
        <source>{key} accepts</source>
        <translation>{key} 接受</translation>
    </message>
    <message>
        <source>The frame is done, and the next one comes.</source>
        <translation>此帧完成，进入下一帧。</translation>
    </message>
    <message>
        <source>{shrink} {grow}: smaller, larger</source>
        <translation>{shrink} {grow}：更小、更大</translation>
    </message>
    <message>
        <source>{brush_smaller} {brush_larger}: brush size</source>
        <translation>{brush_smaller} {brush_larger}：画笔大小</translation>
    </message>
    <message>
        <source>{accept}: accept the frame</source>
        <translation>{accept}：接受此帧</translation>
    </message>
    <message>
        <source>{propagate}: follow it</source>
        <translation>{propagate}：跟踪</translation>
    </message>
    <message>
        <source>Click: select a target</source>
        <translation>点击：选择目标</translation>
    </message>
    <message>
        <source>drag: move the picture</source>
        <translation>拖动：移动画面</translation>
    </message>
    <message>
        <source>Click: grow a mask</source>
        <translation>点击：生长掩膜</translation>
    </message>
    <message>
        <source>Shift+click: this too</source>
        <translation>Shift+点击：此处也属于</translation>
    </message>
    <message>
        <source>right click: not this part</source>
        <translation>右键：此处不属于</translation>
    </message>
    <message>
        <source>Drag a rough box around a target: its mask grows</source>
        <translation>在目标周围拖出大致方框：掩膜随之生长</translation>
    </message>
    <message>
        <source>Drag a box: its brightest part fills</source>
        <translation>拖出方框：填充其中最亮部分</translation>
    </message>
    <message>
        <source>wheel: level</source>
        <translation>滚轮：水平</translation>
    </message>
    <message>
        <source>Click the corners</source>
        <translation>点击各顶点</translation>
    </message>
    <message>
        <source>double click or Enter: close</source>
        <translation>双击或回车：闭合</translation>
    </message>
    <message>
        <source>Backspace: one corner back</source>
        <translation>退格：退回一个顶点</translation>
    </message>
    <message>
        <source>Esc: drop it</source>
        <translation>Esc：放弃</translation>
    </message>
    <message>
        <source>Drag: add pixels</source>
        <translation>拖动：添加像素</translation>
    </message>
    <message>
        <source>Esc before it: a new target</source>
        <translation>先按 Esc：新建目标</translation>
    </message>
    <message>
        <source>Drag: take pixels away</source>
        <translation>拖动：去除像素</translation>
    </message>
    <message>
        <source>Drag: ignore a box, in the chosen frames or in all</source>
        <translation>拖动：在所选帧或所有帧中忽略方框</translation>
    </message>
    <message>
        <source>click a region: let it go</source>
        <translation>点击区域：取消忽略</translation>
    </message>
    <message>
        <source>Esc: drop the box</source>
        <translation>Esc：放弃方框</translation>
    </message>
    <message>
        <source>Drag: measure</source>
        <translation>拖动：测量</translation>
    </message>
    <message>
        <source>with Shift: straight</source>
        <translation>按住 Shift：直线</translation>
    </message>
    <message>
        <source>{profile}: the grey levels along it</source>
        <translation>{profile}：沿线灰度</translation>
    </message>
    <message>
        <source>Esc: take it away</source>
        <translation>Esc：移走标尺</translation>
    </message>
    <message>
        <source>Chosen frames</source>
        <translation>所选帧</translation>
    </message>
    <message>
        <source>{deselect}: let go</source>
        <translation>{deselect}：取消选择</translation>
    </message>
    <message>
        <source>{delete}: delete</source>
        <translation>{delete}：删除</translation>
    </message>
    <message>
        <source>{accept}: accept</source>
        <translation>{accept}：接受</translation>
    </message>
    <message>
        <source>{fill_gaps}: fill anew</source>
        <translation>{fill_gaps}：重新填补</translation>
    </message>
    <message>
        <source>{carry}: copy over</source>
        <translation>{carry}：复制</translation>
    </message>
    <message>
        <source>{empty}: empty</source>
        <translation>{empty}：空</translation>
    </message>
    <message>
        <source>{uncertain}: uncertain</source>
        <translation>{uncertain}：存疑</translation>
    </message>
    <message>
        <source>{masks}: hide</source>
        <translation>{masks}：隐藏</translation>
    </message>
    <message>
        <source>{interpolate}: interpolate</source>
        <translation>{interpolate}：插值</translation>
    </message>
    <message>
        <source>Arrows: move, with Shift by ten</source>
        <translation>方向键：移动，按住 Shift 每次十个</translation>
    </message>
    <message>
        <source>Space: click</source>
        <translation>空格：点击</translation>
    </message>
    <message>
        <source>Shift+Space: this too</source>
        <translation>Shift+空格：此处也属于</translation>
    </message>
    <message>
        <source>Backspace: right click</source>
        <translation>退格：右键</translation>
    </message>
    <message>
        <source>Esc: end</source>
        <translation>Esc：结束</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Beside</name>
    <message>
        <source>Side by side</source>
        <translation>并排比较</translation>
    </message>
    <message>
        <source>Whose labels are to be shown beside mine?</source>
        <translation>要将谁的标注与我的并排显示？</translation>
    </message>
    <message>
        <source>Another project, a data set of any format that can be imported, or what p2m predict wrote, of the same images. They are only shown; nothing is changed.</source>
        <translation>相同图像的另一项目、可导入的任意格式数据集，或 p2m predict 的输出。仅供显示，不作任何更改。</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>as mine</source>
        <translation>与我的相同</translation>
    </message>
    <message>
        <source>1 difference</source>
        <translation>1 处差异</translation>
    </message>
    <message>
        <source>{count} differences</source>
        <translation>{count} 处差异</translation>
    </message>
</context>
<context>
    <name>CalibrationCells</name>
    <message>
        <source>{sequence}, frame {frame}</source>
        <translation>{sequence}，第 {frame} 帧</translation>
    </message>
</context>
<context>
    <name>CalibrationController</name>
    <message>
        <source>calibrated</source>
        <translation>已校准</translation>
    </message>
    <message>
        <source>New masks in this project follow the way you draw</source>
        <translation>此项目中的新掩膜跟随您的画法</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Masks grow with the calibrated parameters from now on.</source>
        <translation>从现在起，掩膜按校准后的参数生长。</translation>
    </message>
    <message>
        <source>Masks grow with the default parameters from now on.</source>
        <translation>从现在起，掩膜按默认参数生长。</translation>
    </message>
    <message>
        <source>{count} masks corrected: calibrate…</source>
        <translation>已修正 {count} 个掩膜：校准…</translation>
    </message>
    <message>
        <source>Let new masks follow the way you draw</source>
        <translation>让新掩膜遵循您的绘制方式</translation>
    </message>
</context>
<context>
    <name>CalibrationWindow</name>
    <message>
        <source>Calibrate masks</source>
        <translation>校准掩膜</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>For all new masks of this project; existing masks stay</source>
        <translation>用于此项目的所有新掩膜；已有掩膜保持不变</translation>
    </message>
    <message>
        <source>Trying parameters on your masks; you can go on meanwhile…</source>
        <translation>正在您的掩膜上试验参数；您可以继续工作…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Gain most</source>
        <translation>改善最大</translation>
    </message>
    <message>
        <source>Fit best</source>
        <translation>最吻合</translation>
    </message>
    <message>
        <source>Gain least, or lose</source>
        <translation>改善最小或变差</translation>
    </message>
    <message>
        <source>Fit worst</source>
        <translation>最不吻合</translation>
    </message>
    <message>
        <source>Keep as it is</source>
        <translation>保持原样</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Global view</source>
        <translation>全局视图</translation>
    </message>
    <message>
        <source>Detail view</source>
        <translation>细节视图</translation>
    </message>
    <message>
        <source>Open a folder, a video or a project</source>
        <translation>打开文件夹、视频或项目</translation>
    </message>
    <message>
        <source>wheel: mask size · Ctrl+wheel: zoom</source>
        <translation>滚轮：掩膜大小 · Ctrl+滚轮：缩放</translation>
    </message>
</context>
<context>
    <name>CardGrid</name>
    <message>
        <source>Sequences of the project</source>
        <translation>项目的序列</translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>first column is 1, xmax the last one (VOC)</source>
        <translation>首列为 1，xmax 为末列（VOC）</translation>
    </message>
    <message>
        <source>first column is 1, xmax one past the last (SIRST)</source>
        <translation>首列为 1，xmax 为末列后一列（SIRST）</translation>
    </message>
    <message>
        <source>first column is 0, xmax the last one</source>
        <translation>首列为 0，xmax 为末列</translation>
    </message>
    <message>
        <source>first column is 0, xmax one past the last (CVAT, VoTT)</source>
        <translation>首列为 0，xmax 为末列后一列（CVAT、VoTT）</translation>
    </message>
    <message>
        <source>first column is 0</source>
        <translation>首列为 0</translation>
    </message>
    <message>
        <source>first column is 1 (MOTChallenge)</source>
        <translation>首列为 1（MOTChallenge）</translation>
    </message>
    <message>
        <source>count as reviewed</source>
        <translation>视为已审核</translation>
    </message>
    <message>
        <source>are to be reviewed</source>
        <translation>有待审核</translation>
    </message>
    <message>
        <source>a mask grows in each</source>
        <translation>在其中生长掩膜</translation>
    </message>
    <message>
        <source>become rectangles of pixels</source>
        <translation>变为像素矩形</translation>
    </message>
    <message>
        <source>stay unseen: nobody says that they are empty</source>
        <translation>保持未查看：没有人说明它们是空的</translation>
    </message>
    <message>
        <source>are verified empty</source>
        <translation>确认为空</translation>
    </message>
    <message>
        <source>keep these</source>
        <translation>保留原有目标</translation>
    </message>
    <message>
        <source>get the imported ones</source>
        <translation>替换为导入的目标</translation>
    </message>
    <message>
        <source>Numbers in VOC files</source>
        <translation>VOC 文件中的数字</translation>
    </message>
    <message>
        <source>Numbers in MOT files</source>
        <translation>MOT 文件中的数字</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>Boxes and points</source>
        <translation>框和点</translation>
    </message>
    <message>
        <source>Frames without an entry</source>
        <translation>没有条目的帧</translation>
    </message>
    <message>
        <source>Frames with targets already</source>
        <translation>已有目标的帧</translation>
    </message>
</context>
<context>
    <name>ClassesDialog</name>
    <message>
        <source>Classes and attributes</source>
        <translation>类别与属性</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>new class</source>
        <translation>新类别</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>new attribute</source>
        <translation>新属性</translation>
    </message>
    <message>
        <source>A class says what a target is, such as drone or bird; the keys give it to a whole track. Attributes say what holds in one frame, such as occluded or dim.</source>
        <translation>类别说明目标是什么，如无人机或鸟；按键将其赋予整条轨迹。属性说明在某一帧中的情况，如被遮挡或暗弱。</translation>
    </message>
    <message>
        <source>{old} becomes {new} on {targets}.</source>
        <translation>{targets}的 {old} 改为 {new}。</translation>
    </message>
    <message>
        <source>{old} is taken from {targets}.</source>
        <translation>从{targets}移除 {old}。</translation>
    </message>
</context>
<context>
    <name>ComparisonWindow</name>
    <message>
        <source>Compare labels</source>
        <translation>比较标注</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>A data set of any format that can be imported</source>
        <translation>任何可导入格式的数据集</translation>
    </message>
    <message>
        <source>Another project, or labels in one file</source>
        <translation>另一个项目，或单个标注文件</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Compare the labels as they are now</source>
        <translation>按当前标注重新比较</translation>
    </message>
    <message>
        <source>Theirs in the main picture</source>
        <translation>在主画面中显示对方</translation>
    </message>
    <message>
        <source>As dashed outlines, while this window is open</source>
        <translation>以虚线轮廓显示，直到关闭本窗口</translation>
    </message>
    <message>
        <source>Comparing the labels; you can go on meanwhile…</source>
        <translation>正在比较标注；您可以继续工作…</translation>
    </message>
    <message>
        <source>{mine} (mine) and {theirs} (theirs)</source>
        <translation>{mine}（我方）与 {theirs}（对方）</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Of theirs, left out: {notes}</source>
        <translation>对方数据中未包含：{notes}</translation>
    </message>
    <message>
        <source>(and {count} more)</source>
        <translation>（另有 {count} 条）</translation>
    </message>
    <message>
        <source>Labels of the same images by somebody else, or by a model</source>
        <translation>他人或模型对相同图像的标注</translation>
    </message>
    <message>
        <source>Choose a folder or a file: another project, or a data set of any format that can be imported.
Sequences are put together by their images, else by their names.</source>
        <translation>请选择文件夹或文件：另一个项目，或任何可导入格式的数据集。
序列按图像配对，否则按名称配对。</translation>
    </message>
    <message>
        <source>No difference above these limits.</source>
        <translation>没有超过这些界限的差异。</translation>
    </message>
</context>
<context>
    <name>ControlBar</name>
    <message>
        <source>How far a click may grow: R_s of the paper, for the next click</source>
        <translation>一次点击最多生长多远：论文中的 R_s，用于下一次点击</translation>
    </message>
    <message>
        <source>Support radius</source>
        <translation>支持半径</translation>
    </message>
    <message>
        <source>levels</source>
        <translation>灰阶</translation>
    </message>
    <message>
        <source>Colour map</source>
        <translation>色图</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>支撑半径</translation>
    </message>
    <message>
        <source>Levels {low} to {high}</source>
        <translation>灰度 {low} 至 {high}</translation>
    </message>
</context>
<context>
    <name>Deciding</name>
    <message>
        <source>No project is open.</source>
        <translation>没有打开的项目。</translation>
    </message>
    <message>
        <source>The project is open read-only.</source>
        <translation>项目以只读方式打开。</translation>
    </message>
    <message>
        <source>Show a sequence first, to see what would change.</source>
        <translation>请先显示一个序列，以便看到将要改变的内容。</translation>
    </message>
    <message>
        <source>It is decided: undo that first, to decide anew.</source>
        <translation>此项已决定：如需重新决定，请先撤销。</translation>
    </message>
    <message>
        <source>1 target changed; Undo takes it back.</source>
        <translation>已更改 1 个目标；可撤销。</translation>
    </message>
    <message>
        <source>{count} targets changed; one Undo takes it back.</source>
        <translation>已更改 {count} 个目标；撤销一次即可恢复。</translation>
    </message>
    <message>
        <source>{count} left alone: theirs has no mask.</source>
        <translation>{count} 项保持不变：对方没有掩膜。</translation>
    </message>
    <message>
        <source>{count} left alone: mine has changed since; Refresh compares again.</source>
        <translation>{count} 项保持不变：我方已有改动；点击“刷新”重新比较。</translation>
    </message>
    <message>
        <source>The labels have changed since: Refresh compares them again.</source>
        <translation>标注已有变化：点击“刷新”重新比较。</translation>
    </message>
</context>
<context>
    <name>DescriptionPanel</name>
    <message>
        <source>What the track of the selected target is: in all its frames</source>
        <translation>所选目标的轨迹是什么：适用于其所有帧</translation>
    </message>
    <message>
        <source>What holds of the selected target in this frame, such as occluded or dim</source>
        <translation>所选目标在此帧中的情况，如被遮挡或暗弱</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Frame: {note}</source>
        <translation>帧：{note}</translation>
    </message>
    <message>
        <source>No class</source>
        <translation>无类别</translation>
    </message>
</context>
<context>
    <name>DescriptionsController</name>
    <message>
        <source>Open a project first: it holds the classes.</source>
        <translation>请先打开项目：类别存于项目中。</translation>
    </message>
    <message>
        <source>Note on {track} in frame {frame}</source>
        <translation>{track} 在第 {frame} 帧的备注</translation>
    </message>
    <message>
        <source>Note on frame {frame}</source>
        <translation>第 {frame} 帧的备注</translation>
    </message>
    <message>
        <source>Note on {sequence}</source>
        <translation>{sequence} 的备注</translation>
    </message>
</context>
<context>
    <name>DisplayPanel</name>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>Local contrast</source>
        <translation>局部对比度</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>The frames as they are, with automatic levels</source>
        <translation>原样显示各帧，灰度级自动</translation>
    </message>
    <message>
        <source>window {window} · level {level}</source>
        <translation>窗宽 {window} · 窗位 {level}</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>Colour map</source>
        <translation>色图</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>The project is open read-only.</source>
        <translation>项目以只读方式打开。</translation>
    </message>
    <message>
        <source>Show a sequence first, to see what would change.</source>
        <translation>请先显示一个序列，以便看到将要改变的内容。</translation>
    </message>
</context>
<context>
    <name>DropZones</name>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>Open the project, and add the rest to it</source>
        <translation>打开项目，并将其余的添加进去</translation>
    </message>
    <message>
        <source>Open {count} sequences as one project</source>
        <translation>将 {count} 个序列作为一个项目打开</translation>
    </message>
    <message>
        <source>Add to {project}</source>
        <translation>添加到 {project}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Also frames that are edited but not accepted</source>
        <translation>也包括已编辑但未接受的帧</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>替换它</translation>
    </message>
    <message>
        <source>not stated; such as CC BY 4.0</source>
        <translation>未说明；例如 CC BY 4.0</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>{accepted} accepted and {empty} verified-empty frames will be exported.</source>
        <translation>将导出 {accepted} 个已接受的帧和 {empty} 个确认为空的帧。</translation>
    </message>
    <message>
        <source>Folder to make</source>
        <translation>要创建的文件夹</translation>
    </message>
    <message>
        <source>Left out: {lost}.</source>
        <translation>未包含：{lost}。</translation>
    </message>
    <message>
        <source>Cancelled; nothing was written.</source>
        <translation>已取消；没有写入任何内容。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>For testing</source>
        <translation>用于测试</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>{edited} edited but not accepted are left out.</source>
        <translation>{edited} 个已编辑但未接受的目标不计入。</translation>
    </message>
    <message>
        <source>{name} is there already.</source>
        <translation>{name} 已存在。</translation>
    </message>
    <message>
        <source>Name it {name}</source>
        <translation>命名为 {name}</translation>
    </message>
    <message>
        <source>Wrote {frames} frames ({empty} empty) with {targets} targets, and read them back to check.
{folder}</source>
        <translation>已写入 {frames} 帧（其中 {empty} 帧为空）、{targets} 个目标，并已重新读取核对。
{folder}</translation>
    </message>
</context>
<context>
    <name>FaultDialog</name>
    <message>
        <source>Unexpected error</source>
        <translation>意外错误</translation>
    </message>
    <message>
        <source>Something went wrong inside Label-IRST.</source>
        <translation>Label-IRST 内部出现错误。</translation>
    </message>
    <message>
        <source>Your work is stored: every edit is saved as you make it. You can go on.</source>
        <translation>您的工作已保存：每次编辑都会立即存储。您可以继续。</translation>
    </message>
    <message>
        <source>No log is written: its folder cannot be written to.</source>
        <translation>未写入日志：其文件夹不可写。</translation>
    </message>
    <message>
        <source>The log holds the details: {path}</source>
        <translation>详情见日志：{path}</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Other errors since then: {count}</source>
        <translation>此后的其他错误：{count}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>FilesController</name>
    <message>
        <source>Open read-only</source>
        <translation>以只读方式打开</translation>
    </message>
    <message>
        <source>The project has no sequence yet: add one.</source>
        <translation>项目中还没有序列：请添加。</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Where is {path}?</source>
        <translation>{path} 在哪里？</translation>
    </message>
    <message>
        <source>Use them anyway</source>
        <translation>仍然使用</translation>
    </message>
    <message>
        <source>Found again beside it: 1 more sequence.</source>
        <translation>在其旁又找到 1 个序列。</translation>
    </message>
    <message>
        <source>Found again beside it: {count} more sequences.</source>
        <translation>在其旁边又找到 {count} 个序列。</translation>
    </message>
    <message>
        <source> (and {count} more)</source>
        <translation>（另有 {count} 处）</translation>
    </message>
    <message>
        <source>One project at a time: {left} stays.</source>
        <translation>一次只能打开一个项目：{left} 未打开。</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Add sequences</source>
        <translation>添加序列</translation>
    </message>
    <message>
        <source>Add folders</source>
        <translation>添加文件夹</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>Film strip</source>
        <translation>胶片条</translation>
    </message>
    <message>
        <source>Select a target to see it along its track.</source>
        <translation>选择一个目标，即可沿其轨迹查看。</translation>
    </message>
    <message>
        <source>Frame {frame} · {area} px</source>
        <translation>第 {frame} 帧 · {area} px</translation>
    </message>
    <message>
        <source>Image {frame} · {area} px</source>
        <translation>图像 {frame} · {area} 像素</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>Dismiss for good</source>
        <translation>不再显示</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>入门</translation>
    </message>
</context>
<context>
    <name>FormatChoice</name>
    <message>
        <source>Not in this format: {lost}.</source>
        <translation>此格式不包含：{lost}。</translation>
    </message>
    <message>
        <source>It carries all that the project holds.</source>
        <translation>它可保存项目中的全部内容。</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Open the last project, at its frame</source>
        <translation>打开上次的项目，并回到当时的帧</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>When starting</source>
        <translation>启动时</translation>
    </message>
</context>
<context>
    <name>GrowthCurve</name>
    <message>
        <source>Growth energy · step {step} of {steps}</source>
        <translation>生长能量 · 第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <source>or {pixels} px?</source>
        <translation>或为 {pixels} 像素？</translation>
    </message>
    <message>
        <source>Drag the red line, or turn the wheel with Shift, to walk the growth path</source>
        <translation>拖动红线，或按住 Shift 滚动滚轮，沿生长路径前后移动</translation>
    </message>
</context>
<context>
    <name>IgnoredWindow</name>
    <message>
        <source>Ignored regions</source>
        <translation>忽略的区域</translation>
    </message>
    <message>
        <source>No seed, suggestion, training sample or false alarm lies in a ticked region. Draw one with the Ignore tool; while frames are chosen, it is for these alone.</source>
        <translation>勾选的区域内没有种子、建议、训练样本或虚警。用忽略工具绘制；选中多帧时只对这些帧有效。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>找到的</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>绘制的</translation>
    </message>
    <message>
        <source>{width} x {height} pixels at column {x}, row {y}</source>
        <translation>{width} x {height} 像素，位于第 {x} 列、第 {y} 行</translation>
    </message>
    <message>
        <source>all frames</source>
        <translation>所有帧</translation>
    </message>
</context>
<context>
    <name>IgnoringController</name>
    <message>
        <source>Ignore it</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>No overlay found that is not known already.</source>
        <translation>没有找到尚未知晓的叠加字符。</translation>
    </message>
    <message>
        <source>{share:.1f} %</source>
        <translation>{share:.1f} %</translation>
    </message>
    <message>
        <source>Text, a reticle or stuck pixels cover {share} of this sequence&apos;s picture. Ignored, they get no seed, suggestion, training sample or false alarm.</source>
        <translation>文字、十字线或坏点占此序列画面的 {share}。忽略后，其中没有种子、建议、训练样本或虚警。</translation>
    </message>
    <message>
        <source>1 region is ignored here</source>
        <translation>此处忽略 1 个区域</translation>
    </message>
    <message>
        <source>{count} regions are ignored here</source>
        <translation>此处忽略 {count} 个区域</translation>
    </message>
    <message>
        <source>a click with the Ignore tool lets one go</source>
        <translation>用忽略工具点击可取消</translation>
    </message>
</context>
<context>
    <name>ImportController</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import labels</source>
        <translation>导入标注</translation>
    </message>
    <message>
        <source>Recognise the format</source>
        <translation>自动识别格式</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新项目</translation>
    </message>
    <message>
        <source>The open project, {name}</source>
        <translation>当前项目 {name}</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Reading the labels…</source>
        <translation>正在读取标注…</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在导入…</translation>
    </message>
    <message>
        <source>Choose where to save the new project.</source>
        <translation>请选择新项目的保存位置。</translation>
    </message>
    <message>
        <source>The name of a project ends in .lirst.</source>
        <translation>项目名以 .lirst 结尾。</translation>
    </message>
    <message>
        <source>{path} exists already: choose another name.</source>
        <translation>{path} 已存在：请换一个名称。</translation>
    </message>
    <message>
        <source>Cancelled; nothing was imported.</source>
        <translation>已取消；没有导入任何内容。</translation>
    </message>
    <message>
        <source>recognised: {formats}</source>
        <translation>识别为：{formats}</translation>
    </message>
    <message>
        <source>Categories: {names}</source>
        <translation>类别：{names}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 个</translation>
    </message>
    <message>
        <source>What is left out or was guessed ({count})</source>
        <translation>未包含或推测的内容（{count}）</translation>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop, and leave everything as it was</source>
        <translation>停止，一切保持原样</translation>
    </message>
</context>
<context>
    <name>Judging</name>
    <message>
        <source>Keep mine</source>
        <translation>保留我方的</translation>
    </message>
    <message>
        <source>Nothing changes; go on</source>
        <translation>不作更改，继续</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>采用对方的</translation>
    </message>
    <message>
        <source>It becomes as theirs, or is removed; go on</source>
        <translation>改为对方的或移除，继续</translation>
    </message>
    <message>
        <source>Union</source>
        <translation>并集</translation>
    </message>
    <message>
        <source>The pixels of both; go on</source>
        <translation>取双方的像素，继续</translation>
    </message>
    <message>
        <source>Intersection</source>
        <translation>交集</translation>
    </message>
    <message>
        <source>The pixels that both have; go on</source>
        <translation>取双方共有的像素，继续</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>The next one to decide; also Enter</source>
        <translation>下一个待决定项；也可按 Enter</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>To all that are listed and not decided; one Undo takes it back</source>
        <translation>用于所有列出且未决定的项；撤销一次即可恢复</translation>
    </message>
    <message>
        <source>All that are listed</source>
        <translation>所有列出的项</translation>
    </message>
</context>
<context>
    <name>KeyCursor</name>
    <message>
        <source>There is no picture to move over.</source>
        <translation>没有可移动其上的画面。</translation>
    </message>
    <message>
        <source>x {x}, y {y}, value {value}</source>
        <translation>x {x}，y {y}，值 {value}</translation>
    </message>
    <message>
        <source>mask of {count} px</source>
        <translation>掩膜 {count} 像素</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Find a command or a key</source>
        <translation>查找命令或按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Press a key</source>
        <translation>请按键</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>添加按键</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Use it here</source>
        <translation>用在这里</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Remove this key</source>
        <translation>移除此按键</translation>
    </message>
    <message>
        <source>{key} is the key of “{command}”.</source>
        <translation>{key} 是“{command}”的按键。</translation>
    </message>
    <message>
        <source>Taken from {commands}.</source>
        <translation>已从{commands}取走。</translation>
    </message>
    <message>
        <source>Every command has its own keys again.</source>
        <translation>所有命令都恢复了原来的按键。</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新</translation>
    </message>
    <message>
        <source>other</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>您的</translation>
    </message>
    <message>
        <source>grown</source>
        <translation>生长的</translation>
    </message>
    <message>
        <source>before</source>
        <translation>校准前</translation>
    </message>
    <message>
        <source>calibrated</source>
        <translation>已校准</translation>
    </message>
    <message>
        <source>mine: solid</source>
        <translation>我方：实线</translation>
    </message>
    <message>
        <source>theirs: dashed</source>
        <translation>对方：虚线</translation>
    </message>
</context>
<context>
    <name>LevelsStrip</name>
    <message>
        <source>Levels</source>
        <translation>灰阶</translation>
    </message>
    <message>
        <source>Grey levels of the whole sequence. Drag the ends: black and white; drag between them: the level. Double click: automatic.
By keyboard: Left and Right move the level, Up and Down change the window.</source>
        <translation>整个序列的灰度。拖动两端：黑与白；在其间拖动：窗位。双击：自动。
键盘：左右键移动窗位，上下键改变窗宽。</translation>
    </message>
</context>
<context>
    <name>Loupe</name>
    <message>
        <source>{count} px</source>
        <translation>{count} 像素</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标</translation>
    </message>
</context>
<context>
    <name>MaskHandle</name>
    <message>
        <source>Size of the mask</source>
        <translation>掩膜大小</translation>
    </message>
    <message>
        <source>Drag outwards: the mask grows along its path.
The wheel over the mask does the same; Ctrl+wheel zooms</source>
        <translation>向外拖动：掩膜沿其路径生长。
在掩膜上滚动滚轮效果相同；Ctrl+滚轮缩放</translation>
    </message>
    <message>
        <source>{count} px</source>
        <translation>{count} 像素</translation>
    </message>
</context>
<context>
    <name>Measuring</name>
    <message>
        <source>The comparison ended without an error message.</source>
        <translation>比较进程已结束，没有错误信息。</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Open a project first.</source>
        <translation>请先打开一个项目。</translation>
    </message>
    <message>
        <source>The project is open read-only.</source>
        <translation>项目以只读方式打开。</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已写入：{path}</translation>
    </message>
</context>
<context>
    <name>ModelsWindow</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>训练时间</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>A file of weights, copied beside the project</source>
        <translation>权重文件，将复制到项目旁</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>A copy of its file, for another project or p2m</source>
        <translation>复制其文件，供其他项目或 p2m 使用</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Take it out of the project</source>
        <translation>从项目中移除</translation>
    </message>
    <message>
        <source>Result…</source>
        <translation>结果…</translation>
    </message>
    <message>
        <source>Compare it with another one on held-out frames</source>
        <translation>在留出帧上与另一个模型比较</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Suggestions come from it from now on</source>
        <translation>此后由它给出建议</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>file changed</source>
        <translation>文件已变</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Its file is missing. No other model replaces it.</source>
        <translation>其文件缺失。没有其他模型可替代它。</translation>
    </message>
    <message>
        <source>Its file is not the one that was added. Use takes it as it is now.</source>
        <translation>其文件已不是添加时的那个。点击“使用”将采用现在的文件。</translation>
    </message>
    <message>
        <source>Suggestions come from it from now on.</source>
        <translation>此后由它给出建议。</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <source>Remove {name} from the project?</source>
        <translation>要从项目中移除 {name} 吗？</translation>
    </message>
    <message>
        <source>Its copy beside the project is deleted.</source>
        <translation>项目旁的副本将被删除。</translation>
    </message>
    <message>
        <source>Its file stays where it is.</source>
        <translation>其文件保持不动。</translation>
    </message>
    <message>
        <source>Suggestions come from the shipped model then.</source>
        <translation>之后由自带模型给出建议。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>NoteDialog</name>
    <message>
        <source>Keep note</source>
        <translation>保存备注</translation>
    </message>
    <message>
        <source>Also Ctrl+Enter; an empty text takes the note away</source>
        <translation>也可按 Ctrl+Enter；空文本即移除备注</translation>
    </message>
    <message>
        <source>{count} too many</source>
        <translation>超出 {count} 个字符</translation>
    </message>
    <message>
        <source>1 character left</source>
        <translation>还可输入 1 个字符</translation>
    </message>
    <message>
        <source>{count} characters left</source>
        <translation>还可输入 {count} 个字符</translation>
    </message>
</context>
<context>
    <name>Offer</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>OpenFolder</name>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>PathLine</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>PlaceMap</name>
    <message>
        <source>Places in the frame</source>
        <translation>画面中的位置</translation>
    </message>
    <message>
        <source>up to {targets} in a cell</source>
        <translation>每格最多{targets}</translation>
    </message>
</context>
<context>
    <name>Playback</name>
    <message>
        <source>There is only one frame to play.</source>
        <translation>只有一帧可播放。</translation>
    </message>
</context>
<context>
    <name>PlaybackController</name>
    <message>
        <source>Paused at image {place}.</source>
        <translation>已暂停在第 {place} 幅图像。</translation>
    </message>
    <message>
        <source>Paused at frame {place}.</source>
        <translation>已暂停在第 {place} 帧。</translation>
    </message>
</context>
<context>
    <name>Plot</name>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Show everything again (double click, or 0)</source>
        <translation>重新显示全部（双击，或按 0）</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>保存图片…</translation>
    </message>
    <message>
        <source>Save values…</source>
        <translation>保存数值…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Save as a picture, or the values as CSV</source>
        <translation>另存为图片，或将数值存为 CSV</translation>
    </message>
    <message>
        <source>Show or hide {curve}</source>
        <translation>显示或隐藏 {curve}</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Save values</source>
        <translation>保存数值</translation>
    </message>
    <message>
        <source>{path} is there already</source>
        <translation>{path} 已存在</translation>
    </message>
    <message>
        <source>{path} was not saved: {why}</source>
        <translation>{path} 未保存：{why}</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>已保存 {path}</translation>
    </message>
</context>
<context>
    <name>PolarityButton</name>
    <message>
        <source>Bright or dark: as the clicked pixel is</source>
        <translation>亮或暗：由点击的像素决定</translation>
    </message>
    <message>
        <source>Bright targets only</source>
        <translation>仅亮目标</translation>
    </message>
    <message>
        <source>Dark targets only</source>
        <translation>仅暗目标</translation>
    </message>
</context>
<context>
    <name>PreannotateForm</name>
    <message>
        <source>a folder of sequences and images</source>
        <translation>包含序列和图像的文件夹</translation>
    </message>
    <message>
        <source>Boxes or points that lie beside the images</source>
        <translation>与图像放在一起的框或点</translation>
    </message>
    <message>
        <source>Boxes from a file or folder</source>
        <translation>来自文件或文件夹的框</translation>
    </message>
    <message>
        <source>Points from a file</source>
        <translation>来自文件的点</translation>
    </message>
    <message>
        <source>None: a detector suggests</source>
        <translation>无：由检测器给出建议</translation>
    </message>
    <message>
        <source>COCO .json, MOT .txt, or a folder of them</source>
        <translation>COCO .json、MOT .txt，或它们所在的文件夹</translation>
    </message>
    <message>
        <source>CSV: frame,x,y, frames from 1</source>
        <translation>CSV：frame,x,y，帧从 1 开始</translation>
    </message>
    <message>
        <source>a new project</source>
        <translation>新项目</translation>
    </message>
    <message>
        <source>The best at hand</source>
        <translation>现有最佳</translation>
    </message>
    <message>
        <source>those that come with the program</source>
        <translation>程序自带的权重</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>R_s: masks grow within it; a box bounds them further</source>
        <translation>R_s：掩膜在其内生长；框会进一步限制</translation>
    </message>
    <message>
        <source>the last pixel</source>
        <translation>最后一个像素</translation>
    </message>
    <message>
        <source>one past it</source>
        <translation>最后一个像素之后</translation>
    </message>
    <message>
        <source>0</source>
        <translation>0</translation>
    </message>
    <message>
        <source>1</source>
        <translation>1</translation>
    </message>
    <message>
        <source>none: on this machine</source>
        <translation>无：在本机上</translation>
    </message>
    <message>
        <source>A Dask scheduler, like tcp://10.0.0.1:8786</source>
        <translation>Dask 调度器，例如 tcp://10.0.0.1:8786</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>What is known</source>
        <translation>已知信息</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>框</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>检测器</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新项目</translation>
    </message>
    <message>
        <source>Support radius</source>
        <translation>支持半径</translation>
    </message>
    <message>
        <source>VOC: xmax, ymax are</source>
        <translation>VOC：xmax、ymax 为</translation>
    </message>
    <message>
        <source>VOC: first column and row</source>
        <translation>VOC：首列与首行</translation>
    </message>
    <message>
        <source>MOT: first column and row</source>
        <translation>MOT：首列与首行</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程数</translation>
    </message>
    <message>
        <source>Dask scheduler</source>
        <translation>Dask 调度器</translation>
    </message>
    <message>
        <source>Choose the folder with the images.</source>
        <translation>请选择图像所在的文件夹。</translation>
    </message>
    <message>
        <source>{path} is not there.</source>
        <translation>{path} 不存在。</translation>
    </message>
    <message>
        <source>Choose where the labels are.</source>
        <translation>请选择标签所在位置。</translation>
    </message>
    <message>
        <source>Choose where to save the new project.</source>
        <translation>请选择新项目的保存位置。</translation>
    </message>
    <message>
        <source>The name of a project ends in .lirst.</source>
        <translation>项目名以 .lirst 结尾。</translation>
    </message>
    <message>
        <source>{path} exists already: choose another name.</source>
        <translation>{path} 已存在：请换一个名称。</translation>
    </message>
</context>
<context>
    <name>PreannotateWindow</name>
    <message>
        <source>Pre-annotate a data set</source>
        <translation>预标注数据集</translation>
    </message>
    <message>
        <source>Masks or suggestions for every image below a folder, into a new project, to be reviewed there.</source>
        <translation>为文件夹下的每幅图像生成掩膜或建议，存入新项目，并在其中审阅。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Open the project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Another one</source>
        <translation>再来一个</translation>
    </message>
    <message>
        <source>Finished work stays; Start continues from there</source>
        <translation>已完成的部分会保留；点击“开始”将从那里继续</translation>
    </message>
    <message>
        <source>A run with these settings was stopped: Start continues it.</source>
        <translation>以这些设置进行的任务曾被停止：点击“开始”将接着进行。</translation>
    </message>
    <message>
        <source>Working; you can go on meanwhile.</source>
        <translation>正在处理；您可以继续工作。</translation>
    </message>
    <message>
        <source>{done} of {frames}</source>
        <translation>{frames}中的 {done} 帧</translation>
    </message>
    <message>
        <source>Looking at the images…</source>
        <translation>正在查看图像…</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
</context>
<context>
    <name>PreannotationController</name>
    <message>
        <source>Stop: what is done stays</source>
        <translation>停止：已完成的会保留</translation>
    </message>
    <message>
        <source>Pre-annotating</source>
        <translation>正在预标注</translation>
    </message>
    <message>
        <source>{name} is pre-annotated.</source>
        <translation>{name} 已预标注。</translation>
    </message>
    <message>
        <source>Open the project</source>
        <translation>打开项目</translation>
    </message>
</context>
<context>
    <name>ProfilePanel</name>
    <message>
        <source>Grey-level profile</source>
        <translation>灰度剖面</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Select a target, or lay the ruler over the picture.</source>
        <translation>请选择目标，或在画面上放置标尺。</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>剖面</translation>
    </message>
    <message>
        <source>Profile along the ruler</source>
        <translation>沿标尺的剖面</translation>
    </message>
    <message>
        <source>Row {y}, column {x}</source>
        <translation>第 {y} 行，第 {x} 列</translation>
    </message>
    <message>
        <source>These pixels hold no data.</source>
        <translation>这些像素没有数据。</translation>
    </message>
    <message>
        <source>ruler</source>
        <translation>标尺</translation>
    </message>
    <message>
        <source>row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>background {value}</source>
        <translation>背景 {value}</translation>
    </message>
</context>
<context>
    <name>ProjectPage</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>From the project, with its labels; images stay</source>
        <translation>从项目中移除及其标注；图像保留</translation>
    </message>
    <message>
        <source>Find by name or note</source>
        <translation>按名称或备注查找</translation>
    </message>
    <message>
        <source>Which sequences are shown</source>
        <translation>显示哪些序列</translation>
    </message>
    <message>
        <source>How they are sorted</source>
        <translation>排序方式</translation>
    </message>
    <message>
        <source>{project} – sequences</source>
        <translation>{project} – 序列</translation>
    </message>
    <message>
        <source>Reading the project…</source>
        <translation>正在读取项目…</translation>
    </message>
    <message>
        <source>The project has no sequence yet.</source>
        <translation>项目还没有序列。</translation>
    </message>
    <message>
        <source>No sequence is like that.</source>
        <translation>没有这样的序列。</translation>
    </message>
    <message>
        <source>{shown} of {sequences}</source>
        <translation>{sequences}中的 {shown} 个</translation>
    </message>
    <message>
        <source>{count} selected</source>
        <translation>已选 {count} 个</translation>
    </message>
    <message>
        <source>Edit note</source>
        <translation>编辑备注</translation>
    </message>
    <message>
        <source>Take the flag away</source>
        <translation>取消标记</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Remove from the project…</source>
        <translation>从项目中移除…</translation>
    </message>
</context>
<context>
    <name>PropagationController</name>
    <message>
        <source>Stop here, and keep what was found</source>
        <translation>就此停止，保留已找到的结果</translation>
    </message>
    <message>
        <source>One propagation after the other: wait, or press Stop.</source>
        <translation>一次只能进行一个传播：请等待，或按“停止”。</translation>
    </message>
    <message>
        <source>There is nothing to fill: the next frame is decided already.</source>
        <translation>没有需要填充的帧：下一帧已有定论。</translation>
    </message>
    <message>
        <source>Following</source>
        <translation>正在跟踪</translation>
    </message>
    <message>
        <source>Another sequence is shown: propagation has stopped.</source>
        <translation>已切换到另一序列：传播已停止。</translation>
    </message>
    <message>
        <source>Following has stopped; 1 target of it is left.</source>
        <translation>跟踪已停止；留下 1 个目标。</translation>
    </message>
    <message>
        <source>Following has stopped; {count} targets of it are left.</source>
        <translation>跟踪已停止；留下 {count} 个目标。</translation>
    </message>
    <message>
        <source>1 target propagated; review it with Space.</source>
        <translation>已传播 1 个目标；按空格审核。</translation>
    </message>
    <message>
        <source>{count} targets propagated; review the doubtful ones with Space.</source>
        <translation>已传播 {count} 个目标；按空格键审核可疑目标。</translation>
    </message>
    <message>
        <source>Following has stopped, and left no target.</source>
        <translation>跟踪已停止，没有留下目标。</translation>
    </message>
    <message>
        <source>The target is lost in the next frame: click it there.</source>
        <translation>目标在下一帧丢失：请在该帧点击它。</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>Masks that overlap less than this</source>
        <translation>重叠低于此值的掩膜</translation>
    </message>
    <message>
        <source>Targets whose centres are farther apart</source>
        <translation>中心相距更远的目标</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>sequence</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>apart px</source>
        <translation>相距（像素）</translation>
    </message>
    <message>
        <source>decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>A double click shows the place in the main window</source>
        <translation>双击可在主窗口中显示该处</translation>
    </message>
    <message>
        <source>IoU below</source>
        <translation>IoU 低于</translation>
    </message>
    <message>
        <source>or apart more than</source>
        <translation>或相距超过</translation>
    </message>
    <message>
        <source>{open} of {count} to decide</source>
        <translation>{count} 项中 {open} 项待决定</translation>
    </message>
</context>
<context>
    <name>RangeController</name>
    <message>
        <source>Frames are chosen within a sequence; for images use Annotate &gt; Accept frames.</source>
        <translation>多帧选择限于一个序列之内；图像请用“标注 &gt; 接受多帧”。</translation>
    </message>
    <message>
        <source>Filling</source>
        <translation>正在填补</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>正在复制</translation>
    </message>
</context>
<context>
    <name>RecentRow</name>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Remove from the list; the project stays where it is</source>
        <translation>从列表中移除；项目本身不受影响</translation>
    </message>
</context>
<context>
    <name>RestController</name>
    <message>
        <source>Apply to the rest of {track}</source>
        <translation>应用于 {track} 的其余部分</translation>
    </message>
    <message>
        <source>Applying</source>
        <translation>正在应用</translation>
    </message>
    <message>
        <source>{track}: {changed} of {masks} changed.</source>
        <translation>{track}：{masks}中有 {changed} 个已更改。</translation>
    </message>
    <message>
        <source>{track}: stopped; changed so far: {masks}.</source>
        <translation>{track}：已停止；至此已更改{masks}。</translation>
    </message>
</context>
<context>
    <name>ResultBar</name>
    <message>
        <source>{count} frames</source>
        <translation>{count} 帧</translation>
    </message>
    <message>
        <source>The most reviewed frames to compare on, evenly spread; more take longer</source>
        <translation>最多在多少个已审核的帧上比较，均匀分布；越多越慢</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>on</source>
        <translation>评测于</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>frame {done} of {total}</source>
        <translation>第 {done} 帧，共 {total} 帧</translation>
    </message>
    <message>
        <source>held-out sequences of the run ({count})</source>
        <translation>该任务的留出序列（{count} 个）</translation>
    </message>
</context>
<context>
    <name>ResultCrops</name>
    <message>
        <source>not in the project</source>
        <translation>不在项目中</translation>
    </message>
    <message>
        <source>frame {number}</source>
        <translation>第 {number} 帧</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Labelled target</source>
        <translation>已标注的目标</translation>
    </message>
    <message>
        <source>No label here</source>
        <translation>此处没有标注</translation>
    </message>
    <message>
        <source>New model: {score}</source>
        <translation>新模型：{score}</translation>
    </message>
    <message>
        <source>Compared with: {score}</source>
        <translation>对照模型：{score}</translation>
    </message>
    <message>
        <source>Click: show the frame</source>
        <translation>点击：显示该帧</translation>
    </message>
</context>
<context>
    <name>ResultCurves</name>
    <message>
        <source>false targets a frame</source>
        <translation>每帧虚警</translation>
    </message>
    <message>
        <source>{name}: Pd {pd} at {rate}</source>
        <translation>{name}：虚警 {rate} 时 Pd {pd}</translation>
    </message>
    <message>
        <source>Pd over false targets</source>
        <translation>Pd 与虚警</translation>
    </message>
</context>
<context>
    <name>ResultHead</name>
    <message>
        <source>Each model at the threshold that gives this many false targets on these frames</source>
        <translation>每个模型都取在这些帧上达到该虚警数的阈值</translation>
    </message>
    <message>
        <source>Targets found (Pd) at up to</source>
        <translation>检出率 (Pd)，虚警不超过</translation>
    </message>
    <message>
        <source>false targets a frame</source>
        <translation>个/帧</translation>
    </message>
    <message>
        <source>{targets} in {frames} of {labelled} reviewed frames, {sequences}</source>
        <translation>{labelled} 个已审核帧中的{frames}里的{targets}，{sequences}</translation>
    </message>
    <message>
        <source>{detected} of {targets}, {false} false</source>
        <translation>检出 {detected}/{targets}，虚警 {false}</translation>
    </message>
    <message>
        <source>no clear difference</source>
        <translation>无明显差异</translation>
    </message>
    <message>
        <source>finds more</source>
        <translation>检出更多</translation>
    </message>
    <message>
        <source>finds less</source>
        <translation>检出更少</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Too few targets to decide: the difference may be chance.</source>
        <translation>目标太少，无法判定：差异可能出于偶然。</translation>
    </message>
    <message>
        <source>The other model was trained on {names}, by name: its figures may be too good.</source>
        <translation>从名称看，对照模型曾在 {names} 上训练：其数值可能偏高。</translation>
    </message>
</context>
<context>
    <name>ResultPictures</name>
    <message>
        <source>There is none of these.</source>
        <translation>没有此类情况。</translation>
    </message>
    <message>
        <source>Missed by the new model</source>
        <translation>新模型漏检</translation>
    </message>
    <message>
        <source>Missed by the new model only</source>
        <translation>仅新模型漏检</translation>
    </message>
    <message>
        <source>Found by the new model only</source>
        <translation>仅新模型检出</translation>
    </message>
    <message>
        <source>False alarms of the new model</source>
        <translation>新模型的虚警</translation>
    </message>
    <message>
        <source>False alarms of the new model only</source>
        <translation>仅新模型的虚警</translation>
    </message>
    <message>
        <source>False alarms of the other model only</source>
        <translation>仅对照模型的虚警</translation>
    </message>
    <message>
        <source>Found by the new model</source>
        <translation>新模型检出</translation>
    </message>
</context>
<context>
    <name>ResultWindow</name>
    <message>
        <source>Result of {run}</source>
        <translation>{run}的结果</translation>
    </message>
    <message>
        <source>Misses and false alarms into the review queue</source>
        <translation>将漏检和虚警加入审核队列</translation>
    </message>
    <message>
        <source>Those of the new model; Space then leads from one to the next</source>
        <translation>新模型的漏检和虚警；之后按空格键逐个查看</translation>
    </message>
    <message>
        <source>Finding frames to evaluate on…</source>
        <translation>正在查找可用于评测的帧…</translation>
    </message>
    <message>
        <source>The run held out no sequence, and was trained on all that are reviewed: nothing shows how good it is. Review another sequence and compare on that, or keep one for testing in the next run.</source>
        <translation>该任务没有留出序列，且用到了所有已审核的序列：无法判断其好坏。请再审核一个序列并在其上比较，或在下次训练时留出一个用于测试。</translation>
    </message>
    <message>
        <source>Running both models on the same frames…</source>
        <translation>正在相同的帧上运行两个模型…</translation>
    </message>
    <message>
        <source>1 place waits for review: Space leads to it.</source>
        <translation>1 处待审核：按空格前往。</translation>
    </message>
    <message>
        <source>The run still uses it: wait until it ends, or stop it.</source>
        <translation>该任务仍在使用它：请等待其结束，或停止它。</translation>
    </message>
    <message>
        <source>Suggestions come from it from now on</source>
        <translation>此后由它给出建议</translation>
    </message>
    <message>
        <source>The run held out no sequence to measure on. Compare on a reviewed one that it was not trained on: choose it above.</source>
        <translation>该任务没有留出用于评测的序列。请在上方选择一个已审核且未参与训练的序列进行比较。</translation>
    </message>
    <message>
        <source>{name}, in use</source>
        <translation>{name}，使用中</translation>
    </message>
    <message>
        <source>Stopped: nothing was compared.</source>
        <translation>已停止：没有进行比较。</translation>
    </message>
    <message>
        <source>The project has no sequence of this name any more.</source>
        <translation>项目中已没有该名称的序列。</translation>
    </message>
    <message>
        <source>{count} places wait for review: Space leads from one to the next.</source>
        <translation>{count} 处等待审核：按空格键逐个查看。</translation>
    </message>
    <message>
        <source>Suggestions come from it from now on.</source>
        <translation>此后由它给出建议。</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>使用此模型</translation>
    </message>
</context>
<context>
    <name>ResultsController</name>
    <message>
        <source>The run no longer exists.</source>
        <translation>该任务已不存在。</translation>
    </message>
    <message>
        <source>{run} has finished.</source>
        <translation>{run}已完成。</translation>
    </message>
    <message>
        <source>Result…</source>
        <translation>结果…</translation>
    </message>
</context>
<context>
    <name>ReviewController</name>
    <message>
        <source>Nothing is left to review.</source>
        <translation>已全部审核。</translation>
    </message>
    <message>
        <source>Only this frame is left to review.</source>
        <translation>只剩当前帧待审核。</translation>
    </message>
    <message>
        <source>To review next: {name}</source>
        <translation>接下来审核：{name}</translation>
    </message>
    <message>
        <source>Accept frames</source>
        <translation>接受多帧</translation>
    </message>
    <message>
        <source>Accept images</source>
        <translation>接受图像</translation>
    </message>
    <message>
        <source>From frame</source>
        <translation>起始帧</translation>
    </message>
    <message>
        <source>From image</source>
        <translation>从图像</translation>
    </message>
    <message>
        <source>To frame</source>
        <translation>结束帧</translation>
    </message>
    <message>
        <source>To image</source>
        <translation>到图像</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>Only targets with this reason</source>
        <translation>仅显示该原因的目标</translation>
    </message>
    <message>
        <source>Only targets of this track</source>
        <translation>仅显示该轨迹的目标</translation>
    </message>
    <message>
        <source>Any reason</source>
        <translation>全部原因</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>doubt</source>
        <translation>可疑度</translation>
    </message>
    <message>
        <source>why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Frames to review</source>
        <translation>待审核的帧</translation>
    </message>
    <message>
        <source>sequence · frame</source>
        <translation>序列 · 帧</translation>
    </message>
    <message>
        <source>Reading the project…</source>
        <translation>正在读取项目…</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>{count} to review</source>
        <translation>{count} 处待审核</translation>
    </message>
    <message>
        <source>This sequence</source>
        <translation>此序列</translation>
    </message>
    <message>
        <source>All sequences</source>
        <translation>所有序列</translation>
    </message>
    <message>
        <source>The targets of the sequence on show, or of the whole project</source>
        <translation>所显示序列的目标，或整个项目的目标</translation>
    </message>
    <message>
        <source>{count} flagged</source>
        <translation>{count} 个已标记</translation>
    </message>
    <message>
        <source>All tracks</source>
        <translation>全部轨迹</translation>
    </message>
</context>
<context>
    <name>RunCurves</name>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>false targets a frame</source>
        <translation>每帧虚警数</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>It appears with the first steps.</source>
        <translation>开始训练后显示。</translation>
    </message>
    <message>
        <source>step {step}: {loss}, on average {smooth}</source>
        <translation>第 {step} 步：{loss}，平滑后 {smooth}</translation>
    </message>
    <message>
        <source>each step</source>
        <translation>每一步</translation>
    </message>
    <message>
        <source>average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Pd at {rate} false targets a frame</source>
        <translation>每帧 {rate} 个虚警时的 Pd</translation>
    </message>
    <message>
        <source>It appears with the first validated epoch.</source>
        <translation>首轮验证后显示。</translation>
    </message>
    <message>
        <source>epoch {epoch}: Pd {pd}</source>
        <translation>第 {epoch} 轮：Pd {pd}</translation>
    </message>
    <message>
        <source>best so far</source>
        <translation>目前最佳</translation>
    </message>
    <message>
        <source>Pd</source>
        <translation>Pd</translation>
    </message>
    <message>
        <source>Pd over false targets a frame</source>
        <translation>Pd 随每帧虚警数的变化</translation>
    </message>
    <message>
        <source>Pd over false targets, epoch {epoch}</source>
        <translation>Pd–虚警曲线，第 {epoch} 轮</translation>
    </message>
    <message>
        <source>Pd {pd} at {rate}, threshold {threshold}</source>
        <translation>每帧 {rate} 个虚警时 Pd {pd}，阈值 {threshold}</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>The log is empty.</source>
        <translation>日志为空。</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Result…</source>
        <translation>结果…</translation>
    </message>
    <message>
        <source>Compare its model with the one in use</source>
        <translation>将其模型与正在使用的模型比较</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Cancel…</source>
        <translation>取消…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Take it off the list, and remove its folder</source>
        <translation>从列表中移除，并删除其文件夹</translation>
    </message>
    <message>
        <source>asked for {when}</source>
        <translation>提交于 {when}</translation>
    </message>
    <message>
        <source>on {machine}</source>
        <translation>在 {machine} 上</translation>
    </message>
    <message>
        <source>step {step} of {total}</source>
        <translation>第 {step}/{total} 步</translation>
    </message>
    <message>
        <source>Cancel {run}?</source>
        <translation>取消{run}？</translation>
    </message>
    <message>
        <source>Remove {run}?</source>
        <translation>移除{run}？</translation>
    </message>
    <message>
        <source>This deletes what it has learnt so far. Stop would keep it.</source>
        <translation>这将删除已学到的内容；“停止”则会保留。</translation>
    </message>
    <message>
        <source>This deletes its folder, with its weights, curves and log.</source>
        <translation>这将删除其文件夹，包括权重、曲线和日志。</translation>
    </message>
    <message>
        <source>Cancel the run</source>
        <translation>取消任务</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Continue from the last checkpoint, on the same labels</source>
        <translation>从上一个检查点继续，使用相同的标签</translation>
    </message>
    <message>
        <source>Stop in order: the checkpoint stays, and Resume continues</source>
        <translation>有序停止：保留检查点，之后可用“继续”接着训练</translation>
    </message>
    <message>
        <source>End now, and delete everything it made</source>
        <translation>立即结束，并删除它生成的一切</translation>
    </message>
    <message>
        <source>best: epoch {epoch}, Pd {pd}</source>
        <translation>最佳：第 {epoch} 轮，Pd {pd}</translation>
    </message>
</context>
<context>
    <name>RunTable</name>
    <message>
        <source>Open a project first.</source>
        <translation>请先打开项目。</translation>
    </message>
    <message>
        <source>The project is open read-only.</source>
        <translation>项目以只读方式打开。</translation>
    </message>
    <message>
        <source>The model {name} lies in this run: remove it from the models first.</source>
        <translation>模型 {name} 位于此任务中：请先将其从模型列表中移除。</translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>The training of {project} goes on without the window.</source>
        <translation>{project} 的训练在窗口之外继续进行。</translation>
    </message>
</context>
<context>
    <name>RunsController</name>
    <message>
        <source>Stop in order: the checkpoint stays</source>
        <translation>有序停止：保留检查点</translation>
    </message>
    <message>
        <source>Show the training runs</source>
        <translation>显示训练任务</translation>
    </message>
    <message>
        <source>{run} has failed. {why}</source>
        <translation>{run}失败。{why}</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>{run}: {status}</source>
        <translation>{run}：{status}</translation>
    </message>
    <message>
        <source>{run} is training, {left}. May it go on?</source>
        <translation>{run}正在训练，{left}。是否让它继续？</translation>
    </message>
    <message>
        <source>{run} is training. May it go on?</source>
        <translation>{run}正在训练。是否让它继续？</translation>
    </message>
    <message>
        <source>It continues without the window; you find it again when you open the project.</source>
        <translation>关闭窗口后它会继续运行；再次打开项目时即可看到。</translation>
    </message>
    <message>
        <source>Waiting runs start then: {count}.</source>
        <translation>届时排队的任务将开始：{count}。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>停止它</translation>
    </message>
    <message>
        <source>Do not close</source>
        <translation>不关闭</translation>
    </message>
</context>
<context>
    <name>RunsWindow</name>
    <message>
        <source>Training runs</source>
        <translation>训练任务</translation>
    </message>
    <message>
        <source>run</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>No training run yet: Model &gt; Train… starts one.</source>
        <translation>还没有训练任务：通过“模型 &gt; 训练…”开始。</translation>
    </message>
</context>
<context>
    <name>SequenceBox</name>
    <message>
        <source>Sequence</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>{done} of {frames} done</source>
        <translation>{frames}中已完成 {done} 帧</translation>
    </message>
    <message>
        <source>The project&apos;s sequences</source>
        <translation>项目中的序列</translation>
    </message>
</context>
<context>
    <name>SequenceList</name>
    <message>
        <source>Find a sequence</source>
        <translation>查找序列</translation>
    </message>
    <message>
        <source>Only what is left to review</source>
        <translation>仅显示待审核的</translation>
    </message>
    <message>
        <source>Sequences</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>{done} of {sequences} done</source>
        <translation>{sequences}中已完成 {done} 个</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Remove from the project…</source>
        <translation>从项目中移除…</translation>
    </message>
</context>
<context>
    <name>SequencesController</name>
    <message>
        <source>The next frame without a label is in {name}.</source>
        <translation>下一个未标注帧在 {name} 中。</translation>
    </message>
    <message>
        <source>Every frame has a label.</source>
        <translation>每一帧都已标注。</translation>
    </message>
    <message>
        <source>This is the only frame without a label.</source>
        <translation>这是唯一未标注的帧。</translation>
    </message>
    <message>
        <source>From the start again.</source>
        <translation>从头继续。</translation>
    </message>
    <message>
        <source>From the end again.</source>
        <translation>从末尾继续。</translation>
    </message>
    <message>
        <source>This is the first sequence.</source>
        <translation>这是第一个序列。</translation>
    </message>
    <message>
        <source>This is the last sequence.</source>
        <translation>这是最后一个序列。</translation>
    </message>
    <message>
        <source>Go to frame</source>
        <translation>转到帧</translation>
    </message>
    <message>
        <source>Go to image</source>
        <translation>转到图像</translation>
    </message>
    <message>
        <source>Frame, 1 to {count}</source>
        <translation>帧，1 至 {count}</translation>
    </message>
    <message>
        <source>Image, 1 to {count}</source>
        <translation>图像，1 至 {count}</translation>
    </message>
    <message>
        <source>This is the last frame. The next sequence: {key}</source>
        <translation>这是最后一帧。下一个序列：{key}</translation>
    </message>
    <message>
        <source>This is the first frame. The sequence before: {key}</source>
        <translation>这是第一帧。上一个序列：{key}</translation>
    </message>
    <message>
        <source>Go menu</source>
        <translation>“转到”菜单</translation>
    </message>
</context>
<context>
    <name>SequencesModel</name>
    <message>
        <source>sequence</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空帧</translation>
    </message>
    <message>
        <source>role</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Targets of accepted frames</source>
        <translation>已接受帧中的目标</translation>
    </message>
    <message>
        <source>Accepted or verified empty</source>
        <translation>已接受或确认为空</translation>
    </message>
    <message>
        <source>Frames verified to be empty</source>
        <translation>确认为空的帧</translation>
    </message>
    <message>
        <source>Train on it, validate on it, or neither. Applies to all selected rows</source>
        <translation>用于训练、用于验证，或都不用。对所有选中的行生效</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Open re&amp;cent</source>
        <translation>打开最近的项目(&amp;C)</translation>
    </message>
    <message>
        <source>(not found)</source>
        <translation>（未找到）</translation>
    </message>
    <message>
        <source>No project yet</source>
        <translation>还没有项目</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>{path} is no longer there.</source>
        <translation>{path} 已不在原处。</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
</context>
<context>
    <name>SetPlots</name>
    <message>
        <source>side of the square, px</source>
        <translation>等面积正方形边长，像素</translation>
    </message>
    <message>
        <source>px a frame</source>
        <translation>像素/帧</translation>
    </message>
    <message>
        <source>Scale, % of the targets</source>
        <translation>尺度，占目标的 %</translation>
    </message>
    <message>
        <source>Saliency, %</source>
        <translation>显著性，%</translation>
    </message>
    <message>
        <source>Speed, % of the steps</source>
        <translation>速度，占位移的 %</translation>
    </message>
    <message>
        <source>No numbered tracks, or no targets.</source>
        <translation>没有带编号的轨迹，或没有目标。</translation>
    </message>
    <message>
        <source>{low} to {high}: {share} % · beyond {end}: {beyond} %</source>
        <translation>{low} 至 {high}：{share} % · 超过 {end}：{beyond} %</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>SourceList</name>
    <message>
        <source>Sources of the labels</source>
        <translation>标注的来源</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Add file…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>SplitChoice</name>
    <message>
        <source>Sequences chosen here</source>
        <translation>在此选择的序列</translation>
    </message>
    <message>
        <source>As the project keeps them for testing</source>
        <translation>项目中留作测试的序列</translation>
    </message>
    <message>
        <source>Drawn, alike in size and SCR of targets</source>
        <translation>随机抽取，目标大小与 SCR 相近</translation>
    </message>
    <message>
        <source>Sequences for testing</source>
        <translation>用于测试的序列</translation>
    </message>
    <message>
        <source>{train} for training, {test} for testing, {out} for neither</source>
        <translation>{train} 个用于训练，{test} 个用于测试，{out} 个都不用</translation>
    </message>
    <message>
        <source>share</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>随机种子</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Global · frame {frame} / {count}</source>
        <translation>全局 · 第 {frame} / {count} 帧</translation>
    </message>
    <message>
        <source>Global · image {frame} / {count}</source>
        <translation>全局 · 图像 {frame} / {count}</translation>
    </message>
    <message>
        <source>frame before</source>
        <translation>前一帧</translation>
    </message>
    <message>
        <source>next frame</source>
        <translation>后一帧</translation>
    </message>
    <message>
        <source>Detail {scale}×</source>
        <translation>细节 {scale}×</translation>
    </message>
    <message>
        <source>locked on {track}</source>
        <translation>锁定：{track}</translation>
    </message>
    <message>
        <source>Select a target: the views follow its track.</source>
        <translation>请选择一个目标：视图将跟随它的轨迹。</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差分</translation>
    </message>
    <message>
        <source>median of 5</source>
        <translation>5 帧中值</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>One click grows the pixel mask of an infrared small target.</source>
        <translation>点击一次，红外小目标的像素级掩膜自行生长。</translation>
    </message>
    <message>
        <source>or drop folders, videos, stacks or a project here</source>
        <translation>或将文件夹、视频、图像栈或项目拖放到此处</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>No images at hand?</source>
        <translation>手头没有图像？</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
</context>
<context>
    <name>StatisticsWindow</name>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>sequence</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>labelled</source>
        <translation>已标注</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空帧</translation>
    </message>
    <message>
        <source>targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>tracks</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>All labelled frames</source>
        <translation>所有已标注的帧</translation>
    </message>
    <message>
        <source>Accepted frames only</source>
        <translation>仅已接受的帧</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>A folder of tables (Markdown, CSV, JSON) and charts (SVG)</source>
        <translation>包含表格（Markdown、CSV、JSON）和图表（SVG）的文件夹</translation>
    </message>
    <message>
        <source>Sequences</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>The labels have changed since: Refresh counts them again.</source>
        <translation>标注已有变化：点击“刷新”重新统计。</translation>
    </message>
    <message>
        <source>Measuring the targets; you can go on meanwhile…</source>
        <translation>正在测量目标；您可以继续工作…</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>{targets} targets in {frames} frames ({empty} empty) · sequences: {sequences} · tracks: {tracks}</source>
        <translation>{frames} 帧（空帧 {empty}）中的 {targets} 个目标 · 序列：{sequences} · 轨迹：{tracks}</translation>
    </message>
    <message>
        <source>area {value} px</source>
        <translation>面积 {value} 像素</translation>
    </message>
    <message>
        <source>radius {value} px</source>
        <translation>半径 {value} 像素</translation>
    </message>
    <message>
        <source>{value} px a frame</source>
        <translation>每帧 {value} 像素</translation>
    </message>
    <message>
        <source>tracks of {value} frames</source>
        <translation>轨迹长 {value} 帧</translation>
    </message>
    <message>
        <source>in the median: {values}</source>
        <translation>中位数：{values}</translation>
    </message>
    <message>
        <source>classes: {values}</source>
        <translation>类别：{values}</translation>
    </message>
    <message>
        <source>attributes: {values}</source>
        <translation>属性：{values}</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Folder to make</source>
        <translation>要创建的文件夹</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>已保存 {path}</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>every edit is saved</source>
        <translation>每次编辑均已保存</translation>
    </message>
    <message>
        <source>{accepted} accepted · {review} to review · {unseen} unseen</source>
        <translation>{accepted} 已接受 · {review} 待审核 · {unseen} 未查看</translation>
    </message>
    <message>
        <source>value</source>
        <translation>灰度值</translation>
    </message>
</context>
<context>
    <name>Suggester</name>
    <message>
        <source>The detector ended without an error message.</source>
        <translation>检测器进程已结束，没有错误信息。</translation>
    </message>
</context>
<context>
    <name>Suggesting</name>
    <message>
        <source>This frame is reviewed: mark it as not reviewed first.</source>
        <translation>本帧已审核：请先标记为未审核。</translation>
    </message>
    <message>
        <source>Starting the detector…</source>
        <translation>正在启动检测器…</translation>
    </message>
    <message>
        <source>Every frame of the sequence is reviewed.</source>
        <translation>序列的所有帧都已审核。</translation>
    </message>
    <message>
        <source>Suggestions in this frame: {count}</source>
        <translation>本帧建议：{count}</translation>
    </message>
    <message>
        <source>Suggesting already: stop it first, or wait.</source>
        <translation>正在给出建议：请先停止，或稍候。</translation>
    </message>
    <message>
        <source>{detector} suggests. RPR-Net needs torch, which is not installed: {command}</source>
        <translation>由 {detector} 给出建议。RPR-Net 需要 torch，但尚未安装：{command}</translation>
    </message>
    <message>
        <source>Looked at all {count} frames.</source>
        <translation>已查看全部 {count} 帧。</translation>
    </message>
    <message>
        <source>Looked at 1 frame.</source>
        <translation>已查看 1 帧。</translation>
    </message>
    <message>
        <source>1 sequence cannot be opened: {why}</source>
        <translation>1 个序列无法打开：{why}</translation>
    </message>
    <message>
        <source>{count} sequences cannot be opened; the first: {why}</source>
        <translation>{count} 个序列无法打开；第一个：{why}</translation>
    </message>
</context>
<context>
    <name>SuggestionBar</name>
    <message>
        <source>Minimum score of the suggestions that are shown</source>
        <translation>显示建议所需的最低分数</translation>
    </message>
    <message>
        <source>Suggestions: {here} here, frames: {frames}</source>
        <translation>建议：此处 {here} 个，共 {frames} 帧</translation>
    </message>
    <message>
        <source>by {model}</source>
        <translation>来自 {model}</translation>
    </message>
    <message>
        <source>score from</source>
        <translation>最低分数</translation>
    </message>
</context>
<context>
    <name>SuggestionsController</name>
    <message>
        <source>Stop: what is done stays</source>
        <translation>停止：已完成的会保留</translation>
    </message>
    <message>
        <source>Suggesting on all</source>
        <translation>正在对全部序列给出建议</translation>
    </message>
    <message>
        <source>Suggesting</source>
        <translation>正在给出建议</translation>
    </message>
</context>
<context>
    <name>TargetPanel</name>
    <message>
        <source>track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Targets in frame</source>
        <translation>本帧目标</translation>
    </message>
    <message>
        <source>radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source>peak</source>
        <translation>峰值</translation>
    </message>
    <message>
        <source>background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>No target selected</source>
        <translation>未选择目标</translation>
    </message>
    <message>
        <source>Target {track}</source>
        <translation>目标 {track}</translation>
    </message>
</context>
<context>
    <name>TargetsController</name>
    <message>
        <source>{track} was out of sight, and is unchanged: once more changes it.</source>
        <translation>{track} 原在视野之外，未作更改：再按一次即更改。</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
</context>
<context>
    <name>Theirs</name>
    <message>
        <source>reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>no labels of this sequence</source>
        <translation>没有此序列的标注</translation>
    </message>
    <message>
        <source>no frame in common</source>
        <translation>没有共同的帧</translation>
    </message>
    <message>
        <source>not labelled in this frame</source>
        <translation>此帧未标注</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>States</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation>可疑度</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>轨迹</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Brush diameter in pixels</source>
        <translation>画笔直径（像素）</translation>
    </message>
</context>
<context>
    <name>TrackJobs</name>
    <message>
        <source>One track after the other: wait, or press Stop.</source>
        <translation>一次只能处理一条轨迹：请等待，或按“停止”。</translation>
    </message>
    <message>
        <source>Stop, and leave everything as it was</source>
        <translation>停止，一切保持原样</translation>
    </message>
    <message>
        <source>Stop here, and keep what was found</source>
        <translation>就此停止，保留已找到的结果</translation>
    </message>
    <message>
        <source>Stopped: everything is as it was.</source>
        <translation>已停止：一切保持原样。</translation>
    </message>
    <message>
        <source>Another sequence is shown: the work on the track was dropped.</source>
        <translation>已显示另一序列：对该轨迹的处理已放弃。</translation>
    </message>
</context>
<context>
    <name>TrackPanel</name>
    <message>
        <source>track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>doubt</source>
        <translation>可疑度</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>轨迹</translation>
    </message>
</context>
<context>
    <name>TracksController</name>
    <message>
        <source>There is no other track.</source>
        <translation>没有其他轨迹。</translation>
    </message>
    <message>
        <source>Which track becomes part of {track}?</source>
        <translation>将哪条轨迹并入 {track}？</translation>
    </message>
    <message>
        <source>Merge tracks</source>
        <translation>合并轨迹</translation>
    </message>
    <message>
        <source>{other} is part of {one} now; where both had a target, that of {one} stayed: in {count} frames.</source>
        <translation>{other} 现已并入 {one}；两者都有目标处保留 {one} 的：共 {count} 帧。</translation>
    </message>
    <message>
        <source>{one} and {other} both have a target in {count} frames, first in frame {frame}.</source>
        <translation>{one} 与 {other} 在 {count} 帧中都有目标，最早在第 {frame} 帧。</translation>
    </message>
    <message>
        <source>Which track keeps its targets there?</source>
        <translation>那里保留哪条轨迹的目标？</translation>
    </message>
    <message>
        <source>{one} and {other} have changed places, from this frame on.</source>
        <translation>自此帧起，{one} 与 {other} 已互换。</translation>
    </message>
    <message>
        <source>Which track changes places with {track}, from this frame on?</source>
        <translation>从本帧起，哪条轨迹与 {track} 互换？</translation>
    </message>
    <message>
        <source>Swap tracks</source>
        <translation>互换轨迹</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>紫</translation>
    </message>
    <message>
        <source>Lime</source>
        <translation>青柠</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>粉</translation>
    </message>
    <message>
        <source>Ochre</source>
        <translation>赭</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <source>By number</source>
        <translation>按编号</translation>
    </message>
    <message>
        <source>Colour of the track</source>
        <translation>轨迹颜色</translation>
    </message>
    <message>
        <source>Grow {masks} of {track} again with the parameters set below: support {radius} px, form {form}?</source>
        <translation>用下方设置的参数重新生长 {track} 的{masks}：支持半径 {radius} 像素，形式 {form}？</translation>
    </message>
    <message>
        <source>Growing again</source>
        <translation>正在重新生长</translation>
    </message>
    <message>
        <source>Regrow track</source>
        <translation>重新生长轨迹</translation>
    </message>
    <message>
        <source>Also the {count} drawn by hand</source>
        <translation>也包括手绘的 {count} 个</translation>
    </message>
    <message>
        <source>Regrow</source>
        <translation>重新生长</translation>
    </message>
</context>
<context>
    <name>TrainDialog</name>
    <message>
        <source>Train a model</source>
        <translation>训练模型</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>The targets to find; hover to see the picture alone</source>
        <translation>要找的目标；悬停可只看图像</translation>
    </message>
    <message>
        <source>What it will see</source>
        <translation>它将看到什么</translation>
    </message>
    <message>
        <source>What it learns from</source>
        <translation>它从什么学习</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>Measuring how long it takes…</source>
        <translation>正在测算所需时间…</translation>
    </message>
</context>
<context>
    <name>TrainOptions</name>
    <message>
        <source>The other options of p2m train</source>
        <translation>p2m train 的其他选项</translation>
    </message>
    <message>
        <source>Find an option</source>
        <translation>查找选项</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Every option, those above too</source>
        <translation>所有选项，包括上面的</translation>
    </message>
    <message>
        <source>How it learns</source>
        <translation>如何学习</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>{count} changed</source>
        <translation>{count} 项已改</translation>
    </message>
</context>
<context>
    <name>TrainingController</name>
    <message>
        <source>Training needs torch, which is not installed: {command}</source>
        <translation>训练需要 torch，但尚未安装：{command}</translation>
    </message>
</context>
<context>
    <name>TrainingPreview</name>
    <message>
        <source>The preview ended without an error message.</source>
        <translation>预览进程已结束，没有错误信息。</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Speed of playing</source>
        <translation>播放速度</translation>
    </message>
    <message>
        <source>Speed of playing: 1× is 25 frames a second; what is late is left out</source>
        <translation>播放速度：1× 为每秒 25 帧；来不及显示的帧将被跳过</translation>
    </message>
</context>
<context>
    <name>Twin</name>
    <message>
        <source>Labels beside mine</source>
        <translation>与我并排的标注</translation>
    </message>
</context>
<context>
    <name>WarningList</name>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Warnings: {count}</source>
        <translation>警告：{count}</translation>
    </message>
    <message>
        <source>No warnings</source>
        <translation>没有警告</translation>
    </message>
    <message>
        <source>and {count} more: save the report</source>
        <translation>另有 {count} 处：请保存报告</translation>
    </message>
</context>
<context>
    <name>WordList</name>
    <message>
        <source>key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>颜色…</translation>
    </message>
    <message>
        <source>Colour of the class</source>
        <translation>类别的颜色</translation>
    </message>
</context>
<context>
    <name>menu</name>
    <message>
        <source>None defined yet</source>
        <translation>尚未定义</translation>
    </message>
</context>
<context>
    <name>window</name>
    <message>
        <source>Demo: {frames} frames annotated and exported to {folder}. Go on by hand.</source>
        <translation>演示：已标注 {frames} 帧并导出到 {folder}。请继续手动操作。</translation>
    </message>
</context>
</TS>
