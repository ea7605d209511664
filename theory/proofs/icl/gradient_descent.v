(* Transformers learn in-context by gradient descent (arXiv 2212.07677), the algebra. Tokens are
   the columns of [X; Y]; a layer of linear self-attention reads keys and values from the
   context tokens and updates any tokens (context or query). *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix poly mxpoly.
From Lemmascope Require Import field_tactic least_squares.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variable R : realFieldType.
(* e <- e + P V (sum_i e_i e_i^T) K^T Q e, for all columns e of Z; E holds the context *)
Definition lsa d N n (P V K Q : 'M[R]_d) (E : 'M[R]_(d, N)) (Z : 'M[R]_(d, n)) :=
  Z + P *m V *m (E *m E^T) *m (K^T *m Q) *m Z.
(* context loss (1/2N) sum |W x_i - y_i|^2, its gradient, and gradient descent *)
Section GD.
Variables (nx ny N : nat) (X : 'M[R]_(nx, N)) (Y : 'M[R]_(ny, N)).
Definition closs (W : 'M[R]_(ny, nx)) := (N%:R *+ 2)^-1 * sqn (W *m X - Y).
Definition cgrad (W : 'M[R]_(ny, nx)) := N%:R^-1 *: ((W *m X - Y) *m X^T).
Fixpoint gd (eta : nat -> R) k (W : 'M[R]_(ny, nx)) :=
  if k is k'.+1 then gd eta k' W - eta k' *: cgrad (gd eta k' W) else W.
End GD.
(* the construction: K = Q = diag(I, 0), V = [[0,0],[W0,-I]], P = (eta/N) I *)
Definition KQ nx ny : 'M[R]_(nx + ny) := block_mx 1%:M 0 0 0.
Definition Vgd nx ny (W0 : 'M[R]_(ny, nx)) : 'M[R]_(nx + ny) :=
  block_mx 0 0 W0 (- 1%:M).
Definition layer nx ny N n (r : R) W0 (E : 'M_(nx + ny, N)) (Z : 'M_(nx + ny, n)) :=
  lsa r%:M (Vgd W0) (KQ nx ny) (KQ nx ny) E Z.
(* K layers; the context is updated too: returns the pair (context, other tokens) *)
Fixpoint stack nx ny N n (eta : nat -> R) W0 k (EZ : 'M_(nx + ny, N) * 'M_(nx + ny, n)) :=
  if k is k'.+1 then
    let s := stack eta W0 k' EZ in
    (layer (eta k' / N%:R) W0 s.1 s.1, layer (eta k' / N%:R) W0 s.1 s.2)
  else EZ.
(* GD++ with W0 = 0: V = [[I,0],[0,-I]], P = diag(-gamma I, eta/N I) *)
Definition Vpp nx ny (W0 : 'M[R]_(ny, nx)) : 'M[R]_(nx + ny) :=
  block_mx 1%:M 0 W0 (- 1%:M).
Definition Ppp nx ny (g r : R) : 'M[R]_(nx + ny) := block_mx (- g)%:M 0 0 r%:M.
Definition layerpp nx ny N n (g r : R) W0 (E : 'M_(nx + ny, N)) (Z : 'M_(nx + ny, n)) :=
  lsa (Ppp nx ny g r) (Vpp W0) (KQ nx ny) (KQ nx ny) E Z.
Fixpoint stackpp nx ny N n (g r : nat -> R) W0 k
    (EZ : 'M_(nx + ny, N) * 'M_(nx + ny, n)) :=
  if k is k'.+1 then
    let s := stackpp g r W0 k' EZ in
    (layerpp (g k') (r k') W0 s.1 s.1, layerpp (g k') (r k') W0 s.1 s.2)
  else EZ.
(* residual polynomials: (rho_k, phi_k) *)
Fixpoint respoly (g r : nat -> R) k : {poly R} * {poly R} :=
  if k is k'.+1 then
    let s := respoly g r k' in
    (s.1 * (1 - r k' *: ('X * s.2 ^+ 2)), s.2 * (1 - g k' *: ('X * s.2 ^+ 2)))
  else (1, 1).
End Defs.

(* ---------- statements ---------- *)
(** theorem icl/ContextGradient
    says: cgrad is the gradient of the context loss (1/2N) sum |W x - y|^2: exact second-order
      expansion.
    leaves out: At least one context token.
    supports: icl/layer-is-a-gradient-step *)
Definition ContextGradient_statement : Prop :=
  forall (R : realFieldType) nx ny N (X : 'M[R]_(nx, N.+1)) (Y : 'M_(ny, N.+1)) (W D : 'M_(ny, nx)),
  closs X Y (W + D) = closs X Y W + inner (cgrad X Y W) D
                      + (N.+1%:R *+ 2)^-1 * sqn (D *m X).

(** theorem icl/OnlyProductsMatter
    says: A layer of linear self-attention depends on P V and K^T Q only; rescaling either pair
      leaves it unchanged.
    leaves out: No softmax; context and updated tokens may differ (C2).
    supports: icl/only-products-matter *)
Definition OnlyProductsMatter_statement : Prop :=
  forall (R : realFieldType) d N n (P V K Q P' V' K' Q' : 'M[R]_d) (E : 'M_(d, N)) (Z : 'M_(d, n))
    (s t : R),
  (P *m V = P' *m V' -> K^T *m Q = K'^T *m Q' -> lsa P V K Q E Z = lsa P' V' K' Q' E Z) /\
  (s != 0 -> t != 0 ->
   lsa (s *: P) (s^-1 *: V) (t *: K) (t^-1 *: Q) E Z = lsa P V K Q E Z).

(** theorem icl/LayerIsAGradientStep
    says: One layer of the construction sends (x, y) to (x, y - Delta W x) for every token (C1).
    leaves out: Linear self-attention; rate r = eta / N.
    supports: icl/layer-is-a-gradient-step *)
Definition LayerIsAGradientStep_statement : Prop :=
  forall (R : realFieldType) nx ny N n (r : R) W0 (X : 'M_(nx, N)) (Y : 'M_(ny, N))
    (x : 'M_(nx, n)) (y : 'M_(ny, n)),
  layer r W0 (col_mx X Y) (col_mx x y)
  = col_mx x (y + r *: ((W0 *m X - Y) *m X^T *m x)).

(** theorem icl/StackIsGradientDescent
    says: K layers equal K gradient steps on the context loss, for the context and every other
      token; minus the y-entry of the query is W_K x (C4).
    leaves out: All layers share W0; rates may differ by layer.
    supports: icl/layers-are-steps icl/layer-is-a-gradient-step *)
Definition StackIsGradientDescent_statement : Prop :=
  forall (R : realFieldType) nx ny N n (eta : nat -> R) (W0 : 'M_(ny, nx)) k (X : 'M_(nx, N))
    (Y : 'M_(ny, N)) (x : 'M_(nx, n)) (y : 'M_(ny, n)) (q : 'cV_nx),
  stack eta W0 k (col_mx X Y, col_mx x y)
  = (col_mx X (Y - (gd X Y eta k W0 - W0) *m X), col_mx x (y - (gd X Y eta k W0 - W0) *m x)) /\
  - dsubmx (stack eta W0 k (col_mx X Y, col_mx q (- (W0 *m q)))).2 = gd X Y eta k W0 *m q.

(** theorem icl/GradientDescentPlusPlus
    says: The GD++ layer also maps x to (I - gamma X X^T) x (C5).
    leaves out: Linear self-attention.
    supports: icl/plus-plus-transforms-inputs *)
Definition GradientDescentPlusPlus_statement : Prop :=
  forall (R : realFieldType) nx ny N n (g r : R) W0 (X : 'M_(nx, N)) (Y : 'M_(ny, N))
    (x : 'M_(nx, n)) (y : 'M_(ny, n)),
  layerpp g r W0 (col_mx X Y) (col_mx x y)
  = col_mx (x - g *: (X *m X^T *m x)) (y + r *: ((W0 *m X - Y) *m X^T *m x)).

(** theorem icl/ResidualDegree
    says: The two residual polynomials of K layers of GD++ have degree (3^K - 1)/2 when no rate
      is zero: twice the size is 3^K + 1 (C6).
    leaves out: The recursion of the polynomials is a definition (respoly); size is the number of
      coefficients, degree plus one.
    supports: icl/residual-degree *)
Definition ResidualDegree_statement : Prop :=
  forall (R : realFieldType) (g r : nat -> R) k,
  (forall i, g i != 0) -> (forall i, r i != 0) ->
  (size (respoly g r k).1).*2 = (3 ^ k).+1%N /\ (size (respoly g r k).2).*2 = (3 ^ k).+1%N.

(* ---------- proofs ---------- *)
Section Theory.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).

(* cgrad is the gradient of closs *)
Theorem closs_expand nx ny N (X : 'M[R]_(nx, N.+1)) (Y : 'M_(ny, N.+1)) (W D : 'M_(ny, nx)) :
  closs X Y (W + D) = closs X Y W + inner (cgrad X Y W) D
                      + (N.+1%:R *+ 2)^-1 * sqn (D *m X).
Proof.
rewrite /closs -[sqn ((W + D) *m X - Y)]/(loss X Y (W + D)) loss_expand !mulrDr; congr (_ + _ + _).
rewrite /inner mulr_sumr; apply: eq_bigr => i _; rewrite mulr_sumr.
apply: eq_bigr => j _; rewrite /grad /cgrad [X in _ = X * _]mxE.
have /eqP n0 : N.+1%:R != 0 :> R by rewrite pnatr_eq0.
have /eqP t0 : 2%:R != 0 :> R by rewrite pnatr_eq0.
rewrite -[N.+1%:R *+ 2]mulr_natr mulmxnE -[X in _ * (X * _)]mulr_natr.
move: (2%:R) t0 (N.+1%:R) n0 ((_ *m _) i j) (D i j) => t t0 c c0 x y.
by rnorm R; field; split.
Qed.

(* C2: only P V and K^T Q matter; rescaling symmetry *)
Theorem lsa_products d N n (P V K Q P' V' K' Q' : 'M[R]_d) (E : 'M_(d, N)) (Z : 'M_(d, n)) :
  P *m V = P' *m V' -> K^T *m Q = K'^T *m Q' -> lsa P V K Q E Z = lsa P' V' K' Q' E Z.
Proof. by rewrite /lsa => -> ->. Qed.
Theorem lsa_rescale d N n (P V K Q : 'M[R]_d) (E : 'M_(d, N)) (Z : 'M_(d, n)) (s t : R) :
  s != 0 -> t != 0 ->
  lsa (s *: P) (s^-1 *: V) (t *: K) (t^-1 *: Q) E Z = lsa P V K Q E Z.
Proof.
move=> s0 t0; apply: lsa_products; rewrite ?[(t *: K)^T]linearZ /=;
by rewrite -scalemxAl -scalemxAr scalerA divff // scale1r.
Qed.

(* C1 *)
Lemma KQ_mul nx ny n (x : 'M[R]_(nx, n)) (y : 'M_(ny, n)) :
  (KQ R nx ny)^T *m KQ R nx ny *m col_mx x y = col_mx x 0.
Proof.
rewrite /KQ tr_block_mx trmx1 !trmx0 mulmx_block mul_block_col.
by rewrite !mulmx0 !mul0mx !mul1mx !addr0 mul1mx !mul0mx !addr0.
Qed.
Lemma gram_mul nx ny N n (X : 'M[R]_(nx, N)) (Y : 'M_(ny, N)) (x : 'M_(nx, n)) :
  col_mx X Y *m (col_mx X Y)^T *m col_mx x 0 = col_mx (X *m X^T *m x) (Y *m X^T *m x).
Proof. by rewrite tr_col_mx mul_col_row mul_block_col !mulmx0 !addr0. Qed.

Theorem layer_gd nx ny N n (r : R) W0 (X : 'M_(nx, N)) (Y : 'M_(ny, N))
    (x : 'M_(nx, n)) (y : 'M_(ny, n)) :
  layer r W0 (col_mx X Y) (col_mx x y)
  = col_mx x (y + r *: ((W0 *m X - Y) *m X^T *m x)).
Proof.
rewrite /layer /lsa -!mulmxA [_^T *m (_ *m col_mx x y)]mulmxA KQ_mul.
rewrite [col_mx X Y *m (_ *m _)]mulmxA gram_mul /Vgd mul_block_col.
rewrite !mul0mx addr0 mul_scalar_mx scale_col_mx scaler0 add_col_mx addr0.
by rewrite mulNmx mul1mx !mulmxBl !mulmxA.
Qed.

(* C4 (any N > 0 or = 0, nx, ny, rates): after k layers with the same W0, the context is
   (X, Y - (W_k - W0) X) and every other token (x, y) is (x, y - (W_k - W0) x) *)
Theorem stack_gd nx ny N n (eta : nat -> R) (W0 : 'M_(ny, nx)) k (X : 'M_(nx, N))
    (Y : 'M_(ny, N)) (x : 'M_(nx, n)) (y : 'M_(ny, n)) :
  stack eta W0 k (col_mx X Y, col_mx x y)
  = (col_mx X (Y - (gd X Y eta k W0 - W0) *m X),
     col_mx x (y - (gd X Y eta k W0 - W0) *m x)).
Proof.
elim: k => [|k IH] /=; first by rewrite subrr !mul0mx !subr0.
rewrite IH /= !layer_gd; set W := gd X Y eta k W0.
have E : W0 *m X - (Y - (W - W0) *m X) = W *m X - Y.
  rewrite mulmxBl; move: (W *m X) (W0 *m X) => P0 Q0.
  by apply/matrixP=> i j; rewrite !mxE; rnorm R; ring.
have T m (z : 'M_(nx, m)) : (W - W0) *m z - (eta k / N%:R) *: ((W *m X - Y) *m X^T *m z)
   = (W - eta k *: cgrad X Y W - W0) *m z.
  by rewrite addrAC [RHS]mulmxBl /cgrad scalerA -scalemxAl.
rewrite E -!T; congr (col_mx _ _, col_mx _ _). all: by rewrite opprB addrA addrAC.
Qed.
(* the prediction, minus the y-entry of the query (x, - W0 x), is W_K x *)
Corollary stack_prediction nx ny N (eta : nat -> R) (W0 : 'M_(ny, nx)) k (X : 'M_(nx, N))
    (Y : 'M_(ny, N)) (x : 'cV_nx) :
  - dsubmx (stack eta W0 k (col_mx X Y, col_mx x (- (W0 *m x)))).2 = gd X Y eta k W0 *m x.
Proof. by rewrite stack_gd /= col_mxKd mulmxBl -opprD opprK addrC subrK. Qed.

(* C5 *)
Theorem layerpp_gd nx ny N n (g r : R) W0 (X : 'M_(nx, N)) (Y : 'M_(ny, N))
    (x : 'M_(nx, n)) (y : 'M_(ny, n)) :
  layerpp g r W0 (col_mx X Y) (col_mx x y)
  = col_mx (x - g *: (X *m X^T *m x)) (y + r *: ((W0 *m X - Y) *m X^T *m x)).
Proof.
rewrite /layerpp /lsa -!mulmxA [_^T *m (_ *m col_mx x y)]mulmxA KQ_mul.
rewrite [col_mx X Y *m (_ *m _)]mulmxA gram_mul /Vpp mul_block_col /Ppp mul_block_col.
rewrite !mul0mx !mul1mx !addr0 add0r mulNmx mul1mx !mul_scalar_mx add_col_mx scaleNr.
by rewrite !mulmxBl !mulmxA.
Qed.

(* C6 *)
Lemma horner_mx_tr n (C : 'M[R]_n.+1) p : C^T = C -> (horner_mx C p)^T = horner_mx C p.
Proof.
move=> Cs; elim/poly_ind: p => [|p c IH]; first by rewrite !rmorph0 trmx0.
rewrite rmorphD rmorphM /= horner_mx_X horner_mx_C linearD /= tr_scalar_mx.
congr (_ + _); rewrite -mulmxE trmx_mul Cs IH mulmxE -[X in X * _]horner_mx_X.
by rewrite -[X in _ = _ * X]horner_mx_X -!rmorphM mulrC.
Qed.
(* deg rho_K = deg phi_K = (3^K - 1)/2 when no rate vanishes *)
Theorem respoly_size (g r : nat -> R) k : (forall i, g i != 0) -> (forall i, r i != 0) ->
  (size (respoly g r k).1).*2 = (3 ^ k).+1%N /\ (size (respoly g r k).2).*2 = (3 ^ k).+1%N.
Proof.
move=> g0 r0; elim: k => [|k [IH1 IH2]] /=; first by rewrite size_poly1.
move: IH1 IH2; set a := (respoly _ _ _).1; set b := (respoly _ _ _).2 => IH1 IH2.
have sb : (0 < size b)%N by rewrite -double_gt0 IH2.
have b0 : b != 0 by rewrite -size_poly_gt0.
have sa : (0 < size a)%N by rewrite -double_gt0 IH1.
have a0 : a != 0 by rewrite -size_poly_gt0.
have b20 : b ^+ 2 != 0 by rewrite expf_neq0.
have sB : size ('X * b ^+ 2) = (size b).*2.
  rewrite mulrC size_mulX // expr2 size_mul // addnn prednK //.
  by rewrite double_gt0.
have sC c : c != 0 -> size (1 - c *: ('X * b ^+ 2)) = (size b).*2.
  move=> c0; rewrite addrC size_addl size_opp size_scale // sB //.
  by rewrite size_poly1 IH2 ltnS expn_gt0.
have T c : c != 0 -> 1 - c *: ('X * b ^+ 2) != 0.
  by move=> c0; rewrite -size_poly_gt0 sC // double_gt0.
have F (q : {poly R}) c : q != 0 -> (size q).*2 = (3 ^ k).+1%N -> c != 0 ->
  (size (q * (1 - c *: ('X * b ^+ 2)))).*2 = (3 ^ k.+1).+1%N.
  move=> q0 sq c0; rewrite size_mul ?T // sC // IH2 addnS /= doubleD sq expnS.
  by rewrite addSn -mul2n -{1}(mul1n (3 ^ k)) -mulnDl.
by split; apply: F.
Qed.
End Theory.

Theorem ContextGradient : ContextGradient_statement.
Proof. exact: closs_expand. Qed.

Theorem OnlyProductsMatter : OnlyProductsMatter_statement.
Proof. by move=> *; split; [apply: lsa_products|apply: lsa_rescale]. Qed.

Theorem LayerIsAGradientStep : LayerIsAGradientStep_statement.
Proof. exact: layer_gd. Qed.

Theorem StackIsGradientDescent : StackIsGradientDescent_statement.
Proof. by move=> *; split; [apply: stack_gd|apply: stack_prediction]. Qed.

Theorem GradientDescentPlusPlus : GradientDescentPlusPlus_statement.
Proof. exact: layerpp_gd. Qed.

Theorem ResidualDegree : ResidualDegree_statement.
Proof. exact: respoly_size. Qed.
